using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Opper.Emulator.Cassettes;

/// <summary>JSON as cassettes hold it: compact, numbers with their digits, other scripts readable.</summary>
internal static class CassetteJson
{
    private const int BodyDepth = 200;

    private static readonly JsonSerializerOptions s_written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = BodyDepth + 56 };
    private static readonly JsonSerializerOptions s_indented = new(s_written) { WriteIndented = true };
    private static readonly JsonDocumentOptions s_body = new() { MaxDepth = BodyDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions s_line = new() { MaxDepth = BodyDepth + 56, AllowDuplicateProperties = false };

    public static string Text(JsonNode? node, bool indented = false) => node is null ? "null" : node.ToJsonString(indented ? s_indented : s_written);

    public static JsonObject Line(string line) => JsonNode.Parse(line, null, s_line) as JsonObject ?? throw new JsonException("The line is no JSON object.");

    /// <summary>Reads JSON that can be written again; duplicate names, broken surrogates and too deep a nesting cannot.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonNode? node)
    {
        node = null;
        try
        {
            node = Utf8.IsValid(utf8) ? JsonNode.Parse(utf8, null, s_body) : throw new JsonException("The text is no UTF-8.");
            Read(node);
            return true;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    // Nodes are read when they are asked for, and fail then.
    private static void Read(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (_, value) in json)
                {
                    Read(value);
                }

                break;
            case JsonArray array:
                foreach (var item in array)
                {
                    Read(item);
                }

                break;
            case JsonValue value:
                _ = value.TryGetValue<string>(out _);
                break;
        }
    }

    /// <summary>An object or array that is held as text, as the API holds inputs and outputs of spans.</summary>
    public static bool TryParseNested(string text, [NotNullWhen(true)] out JsonNode? node)
    {
        node = null;
        return text.AsSpan().TrimStart() is ['{' or '[', ..] && TryParse(System.Text.Encoding.UTF8.GetBytes(text), out node) && node is not null;
    }
}
