using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Opper.Json;

/// <summary>
/// Reads the scalars of responses. A string member accepts any scalar and keeps the digits of a number; a number or a Boolean may also be sent as a string;
/// an integer may have a zero fraction (<c>3.0</c>, but not <c>1.5</c>) and must be in range. Anything else is rejected.
/// </summary>
internal static partial class JsonRead
{
    /// <summary>The unescaped property name that the reader is positioned on.</summary>
    public static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped || reader.HasValueSequence ? System.Text.Encoding.UTF8.GetBytes(JsonText.Read(ref reader)) : reader.ValueSpan;

    /// <summary>Advances to the next member of the current object.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Advances to the value of a member. Null means that the member is absent.</summary>
    public static bool HasValue(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.Null;

    public static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) => name.SequenceEqual(wanted);

    public static bool IsArray(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.StartArray;

    public static bool IsString(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String;

    public static string String(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Read(ref reader),
        JsonTokenType.Number => Utf8Text.Decode(Digits(ref reader)),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw JsonFailure.Expected("a string", reader),
    };

    public static bool Boolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when bool.TryParse(JsonText.Read(ref reader), out var value) => value,
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1 => number == 1,
        _ => throw JsonFailure.Expected("true or false", reader),
    };

    public static int Int32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value))
        {
            return value;
        }

        var number = Int64(ref reader, "a 32-bit integer");
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw JsonFailure.NotInRange("a 32-bit integer", reader);
    }

    public static long Int64(ref Utf8JsonReader reader) => Int64(ref reader, "a 64-bit integer");

    public static double Double(ref Utf8JsonReader reader)
    {
        double value;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDouble(out value):
            case JsonTokenType.String when double.TryParse(JsonText.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out value):
                return double.IsInfinity(value) || double.IsNaN(value) ? throw JsonFailure.NotInRange("a finite number", reader) : value;
            case JsonTokenType.Number:
                throw JsonFailure.NotInRange("a finite number", reader);
            default:
                throw JsonFailure.Expected("a number", reader);
        }
    }

    public static decimal Decimal(ref Utf8JsonReader reader)
    {
        decimal value;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDecimal(out value):
            case JsonTokenType.String when decimal.TryParse(JsonText.Read(ref reader), NumberStyles.Float, CultureInfo.InvariantCulture, out value):
                return value;
            case JsonTokenType.Number:
                throw JsonFailure.NotInRange("a decimal number", reader);
            default:
                throw JsonFailure.Expected("an amount as a string or a number", reader);
        }
    }

    /// <summary>A point in time. Without an offset it is UTC, as the API documents.</summary>
    public static DateTimeOffset DateTimeOffset(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw JsonFailure.Expected("a date and time as a string", reader);
        }

        if (HasOffset(reader.HasValueSequence || reader.ValueIsEscaped ? default : reader.ValueSpan) && reader.TryGetDateTimeOffset(out var value))
        {
            return value;
        }

        return System.DateTimeOffset.TryParse(JsonText.Read(ref reader), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out value)
            ? value
            : throw JsonFailure.Expected("a date and time", reader);
    }

    /// <summary>Advances to the end of the value that the reader is positioned on.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName)
        {
            reader.Skip();
        }
    }

    private static long Int64(ref Utf8JsonReader reader, string expected)
    {
        string digits;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var value):
                return value;
            case JsonTokenType.Number:
                digits = Utf8Text.Decode(Digits(ref reader));
                break;
            case JsonTokenType.String:
                digits = JsonText.Read(ref reader);
                break;
            default:
                throw JsonFailure.Expected(expected, reader);
        }

        // Also accepts 3.0 and 1e3.
        return decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue
            ? (long)exact
            : throw JsonFailure.NotInRange(expected, reader);
    }

    private static ReadOnlySpan<byte> Digits(ref Utf8JsonReader reader) => reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;

    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length >= 20 && (text[text.Length - 1] is (byte)'Z' || text[text.Length - 6] is (byte)'+' or (byte)'-');
}
