using System.Runtime.CompilerServices;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>A chat's chunks, passed on as they come; the tokens are always asked for, and passed on only where the client wants them.</summary>
internal sealed class UpstreamChatStream(UpstreamClient client, HttpResponseMessage response, bool includesUsage) : LiveAnswer
{
    private readonly StringBuilder _text = new();

    public override string Text => _text.ToString();

    public override async IAsyncEnumerable<JsonObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in client.ReadAsync(response, cancellationToken).ConfigureAwait(false))
        {
            Usage = UpstreamAnswer.Usage(chunk) ?? Usage;
            Keep(chunk);
            if (!includesUsage)
            {
                chunk.Remove("usage");
                if (chunk["choices"] is not JsonArray { Count: > 0 })
                {
                    continue;
                }
            }

            yield return chunk;
        }
    }

    public override void Dispose() => response.Dispose();

    // A trace shows tools that are called as the fragments put together.
    private void Keep(JsonObject chunk)
    {
        _text.Append(UpstreamAnswer.Delta(chunk));
        foreach (var call in (chunk["choices"] as JsonArray is [{ } choice, ..] ? choice["delta"]?["tool_calls"] as JsonArray : null) ?? [])
        {
            _text.Append((string?)call?["function"]?["name"] is { } name ? $"{name} " : null).Append((string?)call?["function"]?["arguments"]);
        }
    }
}
