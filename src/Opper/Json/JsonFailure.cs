using System.Text.Json;

namespace Opper.Json;

/// <summary>JSON that does not fit its type. The message names the expected and the actual token type, but never the value, which may be secret.</summary>
internal sealed class JsonFailure : JsonException
{
    private JsonFailure(string message, long position)
        : base(message) => Position = position;

    /// <summary>The byte offset of the unexpected token.</summary>
    public long Position { get; private set; }

    public static JsonFailure Expected(string expected, scoped in Utf8JsonReader reader) =>
        new($"Expected {expected}, found {Name(reader.TokenType)}.", reader.TokenStartIndex);

    public static JsonFailure NotInRange(string expected, scoped in Utf8JsonReader reader) =>
        new($"Expected {expected}, found a number that cannot be converted to it.", reader.TokenStartIndex);

    /// <summary>Moves the position to the start of the dictionary, so that the path contains none of its keys.</summary>
    public void MoveTo(long position) => Position = position;

    private static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "the end of the JSON",
    };
}
