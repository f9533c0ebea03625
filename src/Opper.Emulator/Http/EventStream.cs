using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Opper.Emulator.Http;

/// <summary>Server-sent events as a response.</summary>
internal static class EventStream
{
    /// <summary>Sends events as they arrive; a failure is reported by a last event.</summary>
    public static Task WriteAsync(HttpContext context, IAsyncEnumerable<string> events, Func<ApiException, string> failed)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return SseFormatter.WriteAsync(ItemsAsync(context.Response, events, failed, context.RequestAborted), context.Response.Body, context.RequestAborted);
    }

    // Each event is flushed before the next one is awaited.
    private static async IAsyncEnumerable<SseItem<string>> ItemsAsync(
        HttpResponse response, IAsyncEnumerable<string> events, Func<ApiException, string> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = events.GetAsyncEnumerator(cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            while (await NextAsync(source, failed).ConfigureAwait(false) is { } data)
            {
                yield return new SseItem<string>(data);
                await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<string?> NextAsync(IAsyncEnumerator<string> source, Func<ApiException, string> failed)
    {
        try
        {
            return await source.MoveNextAsync().ConfigureAwait(false) ? source.Current : null;
        }
        catch (ApiException error)
        {
            // After a failure the source has ended.
            return failed(error);
        }
    }
}
