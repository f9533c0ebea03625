using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Completions;
using Opper.Emulator.Http;
using Opper.Emulator.Models;

namespace Opper.Emulator.Calls;

/// <summary>A call as server-sent events: the span id alone, then deltas; the closed connection is the end.</summary>
internal sealed class CallStream(CallService calls, CallSpecification call, OpperEmulatorOptions options) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var (started, delay) = (options.TimeProvider.GetUtcNow(), options.StreamDelay);
        // Asked first, so that a refusal is still a plain JSON error.
        var (answered, completion) = await calls.CompleteAsync(call, started, streamed: true, cancellationToken).ConfigureAwait(false);
        using var live = completion.Live;
        var spanId = calls.Record(answered, started, completion);
        await calls.CommittedAsync().ConfigureAwait(false);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        try
        {
            await SendAsync(response, new JsonObject { ["span_id"] = spanId }, cancellationToken).ConfigureAwait(false);
            await foreach (var chunk in ChunksAsync(completion, cancellationToken).ConfigureAwait(false))
            {
                if (delay > TimeSpan.Zero && live is null)
                {
                    await Task.Delay(delay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }

                await SendAsync(response, options.StreamsJsonValues ? chunk : Deltas.AsText(chunk), cancellationToken).ConfigureAwait(false);
            }

            if (completion.Error is { } error)
            {
                calls.Fail(spanId, error.Message);
                await SendErrorAsync(response, error, cancellationToken).ConfigureAwait(false);
                return;
            }

            var answer = live is null ? completion.Text : live.Text;
            var tokens = live?.Usage ?? completion.Usage ?? TokenUsage.Of(answered, answer);
            calls.Finish(spanId, answered, answer, tokens, ModelCatalog.Cost(answered.Model.Name, tokens));
        }
        catch (ApiException error)
        {
            calls.Fail(spanId, error.Detail);
            await SendErrorAsync(response, new StreamError("UpstreamError", error.Detail), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            calls.Fail(spanId, "The client closed the stream");
            throw;
        }
    }

    private async IAsyncEnumerable<JsonObject> ChunksAsync(Completion completion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (completion.Live is { } live)
        {
            await foreach (var chunk in live.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return chunk;
            }

            yield break;
        }

        var chunks = completion.Pieces is { } pieces ? pieces.Select(Deltas.Text)
            : call.OutputSchema is null ? Deltas.OfText(completion.Text ?? string.Empty)
            : Deltas.OfJson(completion.Value);
        foreach (var chunk in chunks)
        {
            yield return chunk;
        }
    }

    private static Task SendErrorAsync(HttpResponse response, StreamError error, CancellationToken cancellationToken) =>
        SendAsync(response, new JsonObject { ["chunk_type"] = "error", ["error_type"] = error.Type, ["error_message"] = error.Message }, cancellationToken);

    private static async Task SendAsync(HttpResponse response, JsonObject chunk, CancellationToken cancellationToken)
    {
        await response.WriteAsync($"data: {Wire.Text(chunk)}\n\n", Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
