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
            // Numbers by their text too: whole ones may come as a BigInteger, and none may be too large to say so.
            case JsonToken.String or JsonToken.Integer or JsonToken.Float
                when decimal.TryParse(Convert.ToString(reader.Value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            default:
                throw new JsonSerializationException($"Expected an amount as a string or a number, found {reader.TokenType}. Path '{reader.Path}'.", reader.Path, 0, 0, innerException: null);
        }
    }

    public override void WriteJson(JsonWriter writer, decimal? value, JsonSerializer serializer)
        => writer.WriteValue(value?.ToString(CultureInfo.InvariantCulture));
}
