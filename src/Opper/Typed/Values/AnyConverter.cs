using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Values of type <see cref="object"/>: strings, numbers and Booleans are .NET values, objects and arrays a <see cref="JsonElement"/>.</summary>
internal sealed class AnyConverter : JsonConverter<object>, IDescribedConverter
{
    public JsonObject Describe() => [];

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                return whole;
            case JsonTokenType.Number when reader.TryGetDecimal(out var exact):
                return exact;
            case JsonTokenType.Number when reader.TryGetDouble(out var real) && !double.IsInfinity(real):
                return real;
            case JsonTokenType.Null:
                return null;
            default:
                using (var document = JsonDocument.ParseValue(ref reader))
                {
                    return document.RootElement.Clone();
                }
        }
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (value.GetType() == typeof(object))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            return;
        }

        try
        {
            JsonSerializer.Serialize(writer, value, WrittenType.Of(value, options));
        }
        catch (JsonException exception) when (exception.Path is { Length: > 1 } path)
        {
            // The serializer replaces the path of an inner exception with its own, so the inner path goes into the message.
            throw new JsonException($"{path.Substring(1).TrimStart('.')}: {exception.Message}", exception);
        }
    }
}
