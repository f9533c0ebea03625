using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Opper;

/// <summary>Reads one item from the UTF-8 data of one event.</summary>
/// <returns>The item, or <see langword="null"/> at the end of the stream.</returns>
internal delegate T? EventDataReader<T>(ReadOnlySpan<byte> data)
    where T : class;

/// <summary>Sends a streaming request and reads its server-sent events, whatever they hold.</summary>
internal static class EventReader
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        OpperPipeline pipeline,
        OpperRequest request,
        RequestOptions? options,
        EventDataReader<T> read,
        Action<TransportResponse> opened,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Action? begin = null)
        where T : class
    {
        begin?.Invoke();
        using var response = await pipeline.ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        opened(response);
        if (!response.Body.IsEmpty || !ResponseReader.LooksLikeStream(response.MediaType))
        {
            throw ResponseReader.NotAStream(response, request);
        }

        var call = request.Operation.Method.Method + " " + request.Path;
        var idle = new CallSettings(pipeline.Options, options).StreamIdleTimeout;
#if NET
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var content = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        using var bytes = new EventByteStream(content, pipeline, idle, call, cancellationToken);
        var parser = SseParser.Create(bytes, (_, data) => Parse(data));
        var items = parser.EnumerateAsync(cancellationToken);
        await foreach (var item in (response.Measured?.Watch(items, cancellationToken) ?? items).ConfigureAwait(false))
        {
            if (item.Data is not { } value)
            {
                yield break;
            }

            // An event may bring no text.
            if (value is not string { Length: 0 })
            {
                yield return value;
            }
        }

        T? Parse(ReadOnlySpan<byte> data)
        {
            try
            {
                return read(data);
            }
            catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
            {
                throw new OpperStreamException(
                    bytes.EndedWithinEvent ? $"{call}: the stream was cut within an event." : $"{call}: an event of the stream cannot be read as JSON; RawEvent holds it.",
                    exception)
                {
                    IsTruncated = bytes.EndedWithinEvent,
                    RawEvent = Utf8Text.Decode(data.Slice(0, Math.Min(data.Length, BodyReader.MaxErrorBytes))),
                    RequestId = response.RequestId,
                    Attempts = response.Attempts,
                };
            }
        }
    }
}
