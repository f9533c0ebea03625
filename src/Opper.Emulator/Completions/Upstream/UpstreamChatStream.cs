using System.Runtime.CompilerServices;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>The chunks of a chat, forwarded as they arrive. Usage is always requested, but forwarded only if the client requested it.</summary>
internal sealed class UpstreamChatStream(UpstreamClient client, HttpResponseMessage response, bool includesUsage) : LiveOutput
{
    private readonly StringBuilder _text = new();

    public override string Text => _text.ToString();

    public override async IAsyncEnumerable<JsonObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in client.ReadAsync(response, cancellationToken).ConfigureAwait(false))
        {
            Usage = UpstreamResponse.Usage(chunk) ?? Usage;
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

    // Traces show tool calls with their fragments joined.
    private void Keep(JsonObject chunk)
    {
        _text.Append(UpstreamResponse.Delta(chunk));
        foreach (var call in (chunk["choices"] as JsonArray is [{ } choice, ..] ? choice["delta"]?["tool_calls"] as JsonArray : null) ?? [])
        {
            _text.Append((string?)call?["function"]?["name"] is { } name ? $"{name} " : null).Append((string?)call?["function"]?["arguments"]);
        }
    }
}
