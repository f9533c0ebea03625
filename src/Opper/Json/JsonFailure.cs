using System.Text.Json;

namespace Opper;

/// <summary>JSON that does not fit. The message names what was expected and the kind of token found, never a value.</summary>
internal sealed class JsonFailure : JsonException
{
    private JsonFailure(string message, long position)
        : base(message) => Position = position;

    /// <summary>The byte at which the token in question starts.</summary>
    public long Position { get; private set; }

    public static JsonFailure Expected(string expected, scoped in Utf8JsonReader reader)
        => new($"Expected {expected}, found {Name(reader.TokenType)}.", reader.TokenStartIndex);

    public static JsonFailure NotInRange(string expected, scoped in Utf8JsonReader reader)
        => new($"Expected {expected}, found a number that is not one.", reader.TokenStartIndex);

    /// <summary>Moves the failure to the start of a container whose keys must not be repeated.</summary>
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
