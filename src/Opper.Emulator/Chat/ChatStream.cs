using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Calls;
using Opper.Emulator.Completions;
using Opper.Emulator.Http;

namespace Opper.Emulator.Chat;

/// <summary>A chat as server-sent events: chunks, then <c>[DONE]</c>.</summary>
internal sealed class ChatStream(ChatService chats, CallSpecification call, ChatConversation chat, Completion completion, ChatShape shape, string spanId, TimeSpan delay, TimeProvider time) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var response = httpContext.Response;
        using var live = completion.Live;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        try
        {
            await foreach (var chunk in ChunksAsync(cancellationToken).ConfigureAwait(false))
            {
                await SendAsync(response, Wire.Text(chunk), cancellationToken).ConfigureAwait(false);
            }

            if (completion.Error is { } error)
            {
                await FailAsync(response, error, cancellationToken).ConfigureAwait(false);
                return;
            }

            await SendAsync(response, "[DONE]", cancellationToken).ConfigureAwait(false);
            chats.Finish(spanId, call, live?.Text ?? ChatService.Shown(completion), live?.Usage ?? shape.Usage);
        }
        catch (ApiException error)
        {
            await FailAsync(response, new StreamError("UpstreamError", error.Detail), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            chats.Fail(spanId, "The client closed the stream");
            throw;
        }
    }

    private async IAsyncEnumerable<JsonObject> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (completion.Live is { } live)
        {
            await foreach (var chunk in live.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return shape.Marked(chunk);
            }

            yield break;
        }

        foreach (var chunk in shape.Chunks())
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }

            yield return chunk;
        }

        if (chat.IncludesUsage && completion.Error is null)
        {
            yield return shape.UsageChunk();
        }
    }

    private async Task FailAsync(HttpResponse response, StreamError error, CancellationToken cancellationToken)
    {
        chats.Fail(spanId, error.Message);
        await SendAsync(response, Wire.Text(new JsonObject { ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type } }), cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpResponse response, string data, CancellationToken cancellationToken)
    {
        await response.WriteAsync($"data: {data}\n\n", Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
