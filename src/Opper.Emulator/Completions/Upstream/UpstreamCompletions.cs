using System.Runtime.CompilerServices;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>Gets outputs from an OpenAI-compatible server, complete or streamed.</summary>
internal sealed class UpstreamCompletions(UpstreamClient client, string? model) : ICompletionSource, IDisposable
{
    private const string Source = "upstream";

    public async ValueTask<Completion?> CompleteAsync(CallSpecification call, bool streamed, CancellationToken cancellationToken)
    {
        var request = UpstreamRequest.Of(call, model, streamed);
        if (streamed)
        {
            var stream = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new Completion(null, Source) { Live = new LiveOutput((live, stopping) => ReadAsync(call, stream, live, stopping)) };
        }

        var response = await client.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
        var (content, usage) = (UpstreamResponse.Content(response), UpstreamResponse.Usage(response));
        return call.Chat is not null ? new Completion(content, Source) { Raw = response, Usage = usage }
            : content is null ? throw client.Failure("its response has no content")
            : new Completion(call.OutputSchema is null ? content : Guarded(() => JsonNode.Parse(UpstreamResponse.Json(content)),
                _ => $"returned: {content[..Math.Min(content.Length, 500)]}"), Source) { Usage = usage };
    }

    public void Dispose() => client.Dispose();

    private async IAsyncEnumerable<JsonObject> ReadAsync(
        CallSpecification call, HttpResponseMessage stream, LiveOutput live, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = stream;
        var json = call.Chat is null && call.OutputSchema is not null ? new JsonTextDeltas() : null;
        await foreach (var chunk in client.ReadAsync(response, cancellationToken).ConfigureAwait(false))
        {
            live.Usage = UpstreamResponse.Usage(chunk) ?? live.Usage;
            var piece = UpstreamResponse.Delta(chunk);
            // Traces show tool calls with their fragments joined.
            live.Text.Append(piece).AppendJoin(string.Empty, call.Chat is null ? [] : UpstreamResponse.ToolDeltas(chunk));
            foreach (var item in call.Chat is { } chat ? OfChat(chunk, chat) : OfCall(piece, json))
            {
                yield return item;
            }
        }

        if (json is not null)
        {
            foreach (var item in Read(json, string.Empty, isEnd: true))
            {
                yield return item;
            }

            var text = UpstreamResponse.Json(live.Text.ToString());
            live.Text.Clear().Append(text);
        }
    }

    // Usage is always requested, but forwarded only if the client requested it.
    private static JsonObject[] OfChat(JsonObject chunk, ChatConversation chat)
    {
        if (chat.IncludesUsage)
        {
            return [chunk];
        }

        chunk.Remove("usage");
        return chunk["choices"] is JsonArray { Count: > 0 } ? [chunk] : [];
    }

    private IReadOnlyList<JsonObject> OfCall(string? piece, JsonTextDeltas? json) =>
        string.IsNullOrEmpty(piece) ? [] : json is null ? [Deltas.Text(piece)] : Read(json, piece, isEnd: false);

    private IReadOnlyList<JsonObject> Read(JsonTextDeltas json, string piece, bool isEnd) =>
        Guarded(() => json.Read(piece, isEnd), error => $"its output is not JSON: {error.Message}");

    private T Guarded<T>(Func<T> read, Func<JsonException, string> failure)
    {
        try
        {
            return read();
        }
        catch (JsonException error)
        {
            throw client.Failure($"it was asked for JSON, but {failure(error)}");
        }
    }
}
