using System.Globalization;
using Newtonsoft.Json;

namespace Opper;

/// <summary>A vector of floats, read from its digits with nothing between.</summary>
internal sealed class VectorConverter : JsonConverter<float[]>
{
    public override float[] ReadJson(JsonReader reader, Type objectType, float[]? existingValue, bool hasExistingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
        {
            return [];
        }

        return reader is Utf8JsonTokenReader utf8 && utf8.TryReadVector() is { } vector ? vector : ReadEach(reader);
    }

    public override void WriteJson(JsonWriter writer, float[]? value, JsonSerializer serializer)
    {
        writer.WriteStartArray();
        foreach (var number in value ?? [])
        {
            writer.WriteValue(number);
        }

        writer.WriteEndArray();
    }

    private static float[] ReadEach(JsonReader reader)
    {
        if (reader.TokenType != JsonToken.StartArray)
        {
            throw Unexpected(reader, "an array of numbers");
        }

        var numbers = new List<float>();
        while (reader.ReadAsDouble() is { } number)
        {
            var rounded = (float)number;
            numbers.Add(float.IsInfinity(rounded) ? throw Unexpected(reader, "a number that a float can hold") : rounded);
        }

        return reader.TokenType == JsonToken.EndArray ? [.. numbers] : throw Unexpected(reader, "a number");
    }

    private static JsonSerializationException Unexpected(JsonReader reader, string expected)
        => new(string.Format(CultureInfo.InvariantCulture, "Expected {0}, found {1}. Path '{2}'.", expected, reader.TokenType, reader.Path), reader.Path, 0, 0, innerException: null);
}
