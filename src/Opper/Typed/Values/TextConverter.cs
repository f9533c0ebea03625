using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A value that is a JSON string, and may be the name of a member.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>, IDescribedConverter, IValueText
{
    public abstract JsonObject Describe();

    /// <summary>Reads the value from all of a text; a text that means nothing, or more than one thing, is refused.</summary>
    public abstract bool TryParse(string text, out T value);

    public abstract string Format(T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException();

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Format(value));

    bool IValueText.TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? value)
    {
        value = TryParse(text, out var parsed) ? parsed : null;
        return value is not null;
    }

    private T Parse(string text) => TryParse(text, out var value) ? value : throw new JsonException();
}
