using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Http;

namespace Opper.Emulator.Calls;

/// <summary>A call as server-sent events: the span id alone, then deltas; the closed connection is the end.</summary>
internal sealed class CallStream(CallService calls, CallSpecification call, TimeSpan delay, TimeProvider time) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var started = time.GetUtcNow();
        // Completed first, so that a failure is still a plain JSON error.
        var completion = await calls.CompleteAsync(call, cancellationToken).ConfigureAwait(false);
        var spanId = calls.Record(call, started);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        try
        {
            await SendAsync(response, new JsonObject { ["span_id"] = spanId }, cancellationToken).ConfigureAwait(false);
            var chunks = call.OutputSchema is null ? Deltas.OfText(completion.Text ?? string.Empty) : Deltas.OfJson(completion.Value);
            foreach (var chunk in chunks)
            {
                if (delay > TimeSpan.Zero)
                {
                    await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
                }

                await SendAsync(response, chunk, cancellationToken).ConfigureAwait(false);
            }

            calls.Finish(spanId, completion, TokenUsage.Of(call, completion));
        }
        catch (OperationCanceledException)
        {
            calls.Fail(spanId, "The client closed the stream");
            throw;
        }
    }

    private static async Task SendAsync(HttpResponse response, JsonObject chunk, CancellationToken cancellationToken)
    {
        await response.WriteAsync($"data: {Wire.Text(chunk)}\n\n", Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
