namespace Opper.Emulator.Completions;

/// <summary>Splits a complete output into stream chunks.</summary>
internal static partial class Deltas
{
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

    /// <summary>Converts numbers and Booleans to strings and omits null, as the service does.</summary>
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

    /// <summary>Splits text after every few words, with the preceding white space, so that joining the deltas restores the text.</summary>
    public static IEnumerable<string> Pieces(string text) => FewWords().Matches(text).Select(words => words.Value);

    [GeneratedRegex(@"(?:\s*\S+){1,3}(?:\s+\z)?|\s+")]
    private static partial Regex FewWords();
}
