using System.Text;
using System.Text.Json;

namespace Opper.TypeCorpus;

/// <summary>Splits an output into random chunks: fields by path, or JSON text.</summary>
internal sealed class Pieces(Random random)
{
    public IEnumerable<StreamChunk> Text(string json) => Cut(json).Select(static piece => new StreamChunk { Delta = piece });

    public IEnumerable<StreamChunk> Fields(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Fields(document.RootElement, string.Empty).ToList();
    }

    private IEnumerable<StreamChunk> Fields(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object when json.EnumerateObject().Any() =>
            json.EnumerateObject().SelectMany(member => Fields(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array when json.GetArrayLength() > 0 => json.EnumerateArray().SelectMany((item, index) => Fields(item, $"{path}[{index}]")),
        JsonValueKind.Object or JsonValueKind.Array => [Chunk(path, json.GetRawText(), StreamDeltaKind.Json)],
        JsonValueKind.Null => [Chunk(path, null, StreamDeltaKind.None)],
        JsonValueKind.String => Cut(json.GetString()!).DefaultIfEmpty(string.Empty).Select(piece => Chunk(path, piece, StreamDeltaKind.String)),
        _ => [Chunk(path, json.GetRawText(), json.ValueKind == JsonValueKind.Number ? StreamDeltaKind.Number : StreamDeltaKind.Boolean)],
    };

    private static StreamChunk Chunk(string path, string? delta, StreamDeltaKind kind) => new() { JsonPath = path, Delta = delta, DeltaKind = kind };

    private List<string> Cut(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (random.Next(6) == 0)
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
