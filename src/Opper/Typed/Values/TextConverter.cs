using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Converts a type that is a JSON string and may be a dictionary key.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>, IDescribedConverter, IValueText
{
    public abstract JsonObject Describe();

    /// <summary>Parses the whole text; ambiguous text is rejected.</summary>
    public abstract bool TryParse(string text, out T value);

    public abstract string Format(T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException();

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
