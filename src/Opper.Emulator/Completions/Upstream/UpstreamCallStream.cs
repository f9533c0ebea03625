using System.Runtime.CompilerServices;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>The chunks of a call, converted from those of a chat as they arrive: text unchanged, JSON by its paths.</summary>
internal sealed class UpstreamCallStream(UpstreamClient client, HttpResponseMessage response, bool isJson) : LiveOutput
{
    private readonly StringBuilder _text = new();

    public override string Text => isJson ? UpstreamResponse.Json(_text.ToString()) : _text.ToString();

    public override async IAsyncEnumerable<JsonObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var json = isJson ? new JsonTextDeltas() : null;
        await foreach (var chunk in client.ReadAsync(response, cancellationToken).ConfigureAwait(false))
        {
            Usage = UpstreamResponse.Usage(chunk) ?? Usage;
            if (UpstreamResponse.Delta(chunk) is not { Length: > 0 } piece)
            {
                continue;
            }

            _text.Append(piece);
            if (json is null)
            {
                yield return Deltas.Text(piece);
                continue;
            }

            foreach (var delta in Read(json, piece, isEnd: false))
            {
                yield return delta;
            }
        }

        foreach (var delta in json is null ? [] : Read(json, string.Empty, isEnd: true))
        {
            yield return delta;
        }
    }

    public override void Dispose() => response.Dispose();

    private IReadOnlyList<JsonObject> Read(JsonTextDeltas json, string piece, bool isEnd)
    {
        try
        {
            return json.Read(piece, isEnd);
        }
        catch (JsonException error)
        {
            throw client.Failure($"it was asked for JSON, but its output is not JSON: {error.Message}");
        }
    }
}
