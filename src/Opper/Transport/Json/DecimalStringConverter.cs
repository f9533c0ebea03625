using System.Globalization;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Money that the API writes as a string: read from a string or a number, written as a string again.</summary>
internal sealed class DecimalStringConverter : JsonConverter<decimal?>
{
    public override decimal? ReadJson(JsonReader reader, Type objectType, decimal? existingValue, bool hasExistingValue, JsonSerializer serializer)
    {
        switch (reader.TokenType)
        {
            case JsonToken.Null:
                return null;
            case JsonToken.String when decimal.TryParse((string)reader.Value!, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            case JsonToken.Integer or JsonToken.Float:
                return Convert.ToDecimal(reader.Value, CultureInfo.InvariantCulture);
            default:
                throw new JsonSerializationException($"Expected an amount as a string or a number, found {reader.TokenType}. Path '{reader.Path}'.", reader.Path, 0, 0, innerException: null);
        }
    }

    public override void WriteJson(JsonWriter writer, decimal? value, JsonSerializer serializer)
        => writer.WriteValue(value?.ToString(CultureInfo.InvariantCulture));
}
