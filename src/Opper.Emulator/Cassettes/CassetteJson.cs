using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;

namespace Opper.Emulator.Cassettes;

/// <summary>The JSON format of cassettes: compact, with the original digits of numbers and without escaping of non-ASCII characters.</summary>
internal static class CassetteJson
{
    private const int BodyDepth = 200;

    /// <summary>The options for the records of a cassette.</summary>
    public static readonly JsonSerializerOptions Options = new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = BodyDepth + 56,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    }.AsReadOnly();

    private static readonly JsonDocumentOptions LineOptions = new() { MaxDepth = BodyDepth + 56, AllowDuplicateProperties = false };

    public static string Text(JsonNode? node) => node is null ? "null" : node.ToJsonString(Options);

    public static JsonObject Line(string line) =>
        JsonNode.Parse(line, null, LineOptions) as JsonObject ?? throw new JsonException("The line is not a JSON object.");

    /// <summary>Parses JSON that can be written again, which excludes duplicate names, unpaired surrogates and excessive nesting.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonNode? node)
    {
        node = null;
        try
        {
            node = JsonText.Parse(utf8, int.MaxValue, BodyDepth);
            return node is not null || utf8.Trim(" \t\r\n"u8).SequenceEqual("null"u8);
        }
        catch (Exception error) when (error is ApiException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Parses an object or array inside a string, as the API stores inputs and outputs of spans.</summary>
    public static bool TryParseNested(string text, [NotNullWhen(true)] out JsonNode? node)
    {
        node = null;
        return text.AsSpan().TrimStart() is ['{' or '[', ..] && TryParse(Encoding.UTF8.GetBytes(text), out node) && node is not null;
    }
}
