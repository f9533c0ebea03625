using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Whole numbers of callers' types: a fraction is refused, as the schema says <c>integer</c>, where the serializer would round it.</summary>
internal sealed class WholeNumberConverter : JsonConverter
{
    public static WholeNumberConverter Instance { get; } = new();

    public static bool Handles(Type type) => !type.IsEnum && Type.GetTypeCode(type) is
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64;

    public override bool CanWrite => false;

    public override bool CanConvert(Type objectType) => Handles(Nullable.GetUnderlyingType(objectType) ?? objectType);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        var type = Nullable.GetUnderlyingType(objectType);
        if (reader.TokenType == JsonToken.Null && type is not null)
        {
            return null;
        }

        try
        {
            switch (reader.Value)
            {
                case long or BigInteger when reader.TokenType == JsonToken.Integer:
                    return Convert.ChangeType(reader.Value is BigInteger big ? (decimal)big : reader.Value, type ?? objectType, CultureInfo.InvariantCulture);
                case decimal number when decimal.Truncate(number) == number:
                    return Convert.ChangeType(number, type ?? objectType, CultureInfo.InvariantCulture);
                case double number when Math.Floor(number) == number:
                    return Convert.ChangeType((decimal)number, type ?? objectType, CultureInfo.InvariantCulture);
                default:
                    break;
            }
        }
        catch (OverflowException)
        {
            // Said below, with the place.
        }

        throw new JsonSerializationException(
            $"Expected a whole number that fits {(type ?? objectType).Name}, found {reader.TokenType}. Path '{reader.Path}'.", reader.Path, 0, 0, innerException: null);
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new NotSupportedException();
}
