namespace Opper.Emulator.Completions;

/// <summary>Cuts a finished answer into stream chunks.</summary>
internal static class Deltas
{
    private const int WordsPerPiece = 3;

    public static IEnumerable<JsonObject> OfText(string text) => Pieces(text).Select(Text);

    public static JsonObject Text(string piece) => new() { ["delta"] = piece, ["chunk_type"] = "text" };

    public static IEnumerable<JsonObject> OfJson(JsonNode? value, string path = "")
    {
        switch (value)
        {
            case JsonObject map:
                return map.SelectMany(p => OfJson(p.Value, path.Length == 0 ? p.Key : $"{path}.{p.Key}"));
            case JsonArray list:
                return list.SelectMany((item, i) => OfJson(item, $"{path}[{i}]"));
            case not null when value.GetValueKind() == JsonValueKind.String:
                return Pieces(value.GetValue<string>()).DefaultIfEmpty(string.Empty).Select(piece => Chunk(piece, path));
            default:
                return [Chunk(value?.DeepClone(), path)];
        }
    }

    /// <summary>Numbers and booleans as text, and null left out, which is how the service sends them.</summary>
    public static JsonObject AsText(JsonObject chunk)
    {
        if (chunk["delta"] is null)
        {
            chunk.Remove("delta");
        }
        else if (chunk["delta"] is JsonValue value && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            chunk["delta"] = value.ToJsonString();
        }

        return chunk;
    }

    public static JsonObject Chunk(JsonNode? delta, string path) => new()
    {
        ["delta"] = delta,
        ["json_path"] = path,
        ["chunk_type"] = "json",
    };

    // Pieces keep their white space, so that joining them gives the text again.
    public static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        var words = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]) && ++words == WordsPerPiece)
            {
                yield return text[start..i];
                (start, words) = (i, 0);
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }
}
