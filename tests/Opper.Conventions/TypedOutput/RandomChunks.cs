using System.Globalization;
using System.Text;

namespace Opper.Conventions.TypedOutput;

/// <summary>Splits an output into random chunks: fields by path, or JSON text.</summary>
internal sealed class RandomChunks(Random random)
{
    public IEnumerable<StreamChunk> Fields(JToken answer)
    {
        var prefix = random.Next(2) == 0 ? "response" : string.Empty;
        var hasDots = random.Next(2) == 0;
        return Fields(answer, prefix, hasDots).ToList();
    }

    public IEnumerable<StreamChunk> Text(JToken answer) =>
        Pieces(answer.ToString(random.Next(2) == 0 ? Formatting.None : Formatting.Indented)).Select(piece => new StreamChunk { Delta = piece });

    private IEnumerable<StreamChunk> Fields(JToken json, string path, bool hasDots)
    {
        switch (json)
        {
            case JObject { Count: > 0 } map:
                return map.Properties().SelectMany(member => Fields(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", hasDots));
            case JArray { Count: > 0 } list:
                return list.SelectMany((item, index) => Fields(item, hasDots ? $"{path}.{index}" : $"{path}[{index}]", hasDots));
            case JContainer empty:
                return [Chunk(path, empty.ToString(Formatting.None), StreamDeltaKind.Json)];
            case { Type: JTokenType.Null }:
                return [Chunk(path, null, StreamDeltaKind.None)];
            case { Type: JTokenType.String }:
                return Pieces((string)json!).DefaultIfEmpty(string.Empty).Select(piece => Chunk(path, piece, StreamDeltaKind.String));
            default:
                var text = json.Type == JTokenType.Boolean ? ((bool)json ? "true" : "false") : json.ToString(Formatting.None);
                return random.Next(2) == 0
                    ? Pieces(text).Select(piece => Chunk(path, piece, StreamDeltaKind.String))
                    : [Chunk(path, text, json.Type == JTokenType.Boolean ? StreamDeltaKind.Boolean : StreamDeltaKind.Number)];
        }
    }

    private static StreamChunk Chunk(string path, string? delta, StreamDeltaKind kind) => new() { JsonPath = path, Delta = delta, DeltaKind = kind };

    // Never within a surrogate pair, because UTF-8 cannot represent an unpaired surrogate.
    private List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (random.Next(4) == 0)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
        }

        if (piece.Length > 0)
        {
            pieces.Add(piece.ToString());
        }

        return pieces;
    }
}
