using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Batch.Json;

/// <summary>Values of type <see cref="object"/>, as in typed results of the client: strings, numbers and Booleans are .NET values, objects and arrays a
/// <see cref="JsonElement"/>.</summary>
internal sealed class ObjectConverter : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.True or JsonTokenType.False => reader.GetBoolean(),
        JsonTokenType.Number when reader.TryGetInt64(out var whole) => whole,
        JsonTokenType.Number when reader.TryGetDecimal(out var exact) => exact,
        JsonTokenType.Number when reader.TryGetDouble(out var real) && double.IsFinite(real) => real,
        _ => JsonElement.ParseValue(ref reader),
    };

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (value.GetType() == typeof(object))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }

        JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
