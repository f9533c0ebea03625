using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Opper.Typed;

/// <summary>Reads integers in all forms that JSON Schema accepts as <c>integer</c>: <c>7</c>, <c>7.0</c>, <c>7e2</c>. A fraction is rejected.</summary>
internal static class WholeNumber
{
    // Parsing takes quadratic time, so the length is limited.
    private const int MaxDigits = 1000;

    public static BigInteger Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || reader.HasValueSequence || !TryParse(Utf8Text.Decode(reader.ValueSpan), out var value))
        {
            throw new JsonException();
        }

        return value;
    }

    public static bool TryParse(string text, out BigInteger value)
    {
        value = default;
        var (digits, exponent) = (text, 0);
        if (text.IndexOfAny(['e', 'E']) is var e and >= 0)
        {
            if (!int.TryParse(Exponent(text, e), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || exponent is > MaxDigits or < -MaxDigits)
            {
                return false;
            }

            digits = text.Remove(e);
        }

        if (digits.IndexOf('.') is var dot and >= 0)
        {
            exponent -= digits.Length - dot - 1;
            digits = digits.Remove(dot, 1);
        }

        for (; exponent < 0 && digits.Length > 1 && digits[digits.Length - 1] == '0'; exponent++)
        {
            digits = digits.Remove(digits.Length - 1);
        }

        if (digits.Length > MaxDigits || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            || (exponent < 0 && !value.IsZero))
        {
            return false;
        }

        value *= BigInteger.Pow(10, Math.Max(0, exponent));
        return true;
    }

#if NET
    private static ReadOnlySpan<char> Exponent(string text, int e) => text.AsSpan(e + 1);
#else
    private static string Exponent(string text, int e) => text.Substring(e + 1);
#endif
}
