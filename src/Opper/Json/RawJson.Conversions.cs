using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <content>Conversions: implicit from scalars, explicit to scalars.</content>
public sealed partial class RawJson
{
    /// <summary>A JSON string.</summary>
    /// <param name="value">The text; <see langword="null"/> converts to <see langword="null"/>.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RawJson?(string? value) => value is null ? null : From(value);

    /// <summary>A JSON number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RawJson(long value) => From(value);

    /// <summary>A JSON number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RawJson(int value) => From(value);

    /// <summary>A JSON number.</summary>
    /// <param name="value">The number, which must be finite.</param>
    public static implicit operator RawJson(double value) => From(value);

    /// <summary>A JSON number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RawJson(decimal value) => From(value);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator RawJson(bool value) => From(value);

    /// <summary>The JSON of an element.</summary>
    /// <param name="value">The element.</param>
    public static implicit operator RawJson(JsonElement value) => From(value);

    /// <summary>The JSON of a token.</summary>
    /// <param name="value">The token; <see langword="null"/> converts to <see langword="null"/>.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RawJson?(JToken? value) => value is null ? null : From(value);

    /// <summary>The value as a Json.NET token.</summary>
    /// <param name="value">The JSON; <see langword="null"/> converts to <see langword="null"/>.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator JToken?(RawJson? value) => value?.ToJToken();

    /// <summary>The text of a JSON string, or the JSON text of a number or a Boolean.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is an object or an array.</exception>
    public static explicit operator string?(RawJson? value)
    {
        if (value is null)
        {
            return null;
        }

        var reader = new Utf8JsonReader(value._utf8);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.StartObject or JsonTokenType.StartArray => throw value.NotA("text"),
            _ => JsonRead.String(ref reader),
        };
    }

    /// <summary>An integer.</summary>
    /// <param name="value">The JSON.</param>
    /// <exception cref="InvalidCastException">It is not an integer, or is out of range.</exception>
    public static explicit operator int(RawJson value) => (int)CheckedRange(value, int.MinValue, int.MaxValue);

    /// <summary>An integer.</summary>
    /// <param name="value">The JSON.</param>
    /// <exception cref="InvalidCastException">It is not an integer, or is out of range.</exception>
    public static explicit operator long(RawJson value) => CheckedRange(value, long.MinValue, long.MaxValue);

    /// <summary>A number.</summary>
    /// <param name="value">The JSON.</param>
    /// <exception cref="InvalidCastException">It is not a finite number.</exception>
    public static explicit operator double(RawJson value)
    {
        ThrowIf.Null(value);
        return double.TryParse(value.Digits(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number
            : throw value.NotA("number");
    }

    /// <summary>A number.</summary>
    /// <param name="value">The JSON.</param>
    /// <exception cref="InvalidCastException">It is not a number, or is out of range.</exception>
    public static explicit operator decimal(RawJson value)
    {
        ThrowIf.Null(value);
        return decimal.TryParse(value.Digits(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw value.NotA("decimal");
    }

    /// <summary>A Boolean.</summary>
    /// <param name="value">The JSON.</param>
    /// <exception cref="InvalidCastException">It is neither <c>true</c> nor <c>false</c>.</exception>
    public static explicit operator bool(RawJson value)
    {
        ThrowIf.Null(value);
        return value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw value.NotA("boolean") };
    }

    /// <summary>An integer, or <see langword="null"/>.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is another JSON type, or is out of range.</exception>
    public static explicit operator int?(RawJson? value) => value is null || value.ValueKind == JsonValueKind.Null ? null : (int)value;

    /// <summary>An integer, or <see langword="null"/>.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is another JSON type, or is out of range.</exception>
    public static explicit operator long?(RawJson? value) => value is null || value.ValueKind == JsonValueKind.Null ? null : (long)value;

    /// <summary>A number, or <see langword="null"/>.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is another JSON type, or is out of range.</exception>
    public static explicit operator double?(RawJson? value) => value is null || value.ValueKind == JsonValueKind.Null ? null : (double)value;

    /// <summary>A number, or <see langword="null"/>.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is another JSON type, or is out of range.</exception>
    public static explicit operator decimal?(RawJson? value) => value is null || value.ValueKind == JsonValueKind.Null ? null : (decimal)value;

    /// <summary>A Boolean, or <see langword="null"/>.</summary>
    /// <param name="value">The JSON; <see langword="null"/> and the JSON <c>null</c> convert to <see langword="null"/>.</param>
    /// <exception cref="InvalidCastException">It is another JSON type.</exception>
    public static explicit operator bool?(RawJson? value) => value is null || value.ValueKind == JsonValueKind.Null ? null : (bool)value;

    private static long CheckedRange(RawJson value, long least, long most)
    {
        ThrowIf.Null(value);
        return BigInteger.TryParse(value.Digits(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? (long)number
            : throw value.NotA("integer in range");
    }
}
