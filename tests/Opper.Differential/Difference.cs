using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Opper.Differential;

/// <summary>The intended differences, each identified by a rule that examines the document and not only the outcome.</summary>
internal static partial class Difference
{
    /// <summary>Newtonsoft takes single quotes, comments, trailing commas, NaN, leading zeros, cut UTF-8, single halves of surrogate pairs; none of that is
    /// JSON text.</summary>
    public static string? NotJson(Case @case) => @case.OnlyWeRefuse && !IsStrictJson(@case.Json) ? "not JSON" : null;

    /// <summary>Newtonsoft makes infinity of a number that no double can hold; ours keeps its digits in free JSON, and refuses it elsewhere.</summary>
    public static string? TooLarge(Case @case) =>
        @case.TheirRefusal is null && HasNumber(@case.Json, static text => double.IsInfinity(double.Parse(text, CultureInfo.InvariantCulture)))
            ? "a number too large"
            : null;

    /// <summary>A vector has floats: a number out of range is rejected instead of becoming infinity.</summary>
    public static string? TooLargeForFloat(Case @case) =>
        @case.OnlyWeRefuse && HasNumber(@case.Json, static text => float.IsInfinity((float)double.Parse(text, CultureInfo.InvariantCulture)))
            ? "a number too large for a float"
            : null;

    /// <summary>Names of the API's members count in their own case only; Newtonsoft also takes another case, and then knows a member that ours keeps as an
    /// additional one.</summary>
    public static string? OtherCase(Case @case) => HasName(@case.Json, static name => name.Any(char.IsAsciiLetterUpper)) ? "a name in another case" : null;

    /// <summary>Newtonsoft makes a boolean of any number, a number of a boolean, a whole number of a fraction, and nothing of an empty text; ours refuses them
    /// and names the place.</summary>
    public static string? OtherKind(Case @case) =>
        @case.OurRefusal is OpperSerializationException refusal && @case.OnlyWeRefuse
            && ((refusal.Message.Contains("Expected true or false", StringComparison.Ordinal) && HasToken(@case.Json, JsonTokenType.Number, static _ => true))
                || ((refusal.Message.Contains("number", StringComparison.Ordinal) || refusal.Message.Contains("integer", StringComparison.Ordinal))
                    && (HasToken(@case.Json, JsonTokenType.True, static _ => true) || HasToken(@case.Json, JsonTokenType.False, static _ => true)
                        || HasNumber(@case.Json, static text => !long.TryParse(text, out _))))
                || HasToken(@case.Json, JsonTokenType.String, static text => text.Length == 0))
            ? "a value of another kind" : null;

    /// <summary>An integer in a string with a zero fraction: Newtonsoft rejects it.</summary>
    public static string? QuotedFraction(Case @case) =>
        @case.OnlyTheyRefuse && HasToken(@case.Json, JsonTokenType.String,
            static text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number))
            ? "a text for a whole number" : null;

    /// <summary>A whole number written as a fraction of nothing or with an exponent: Newtonsoft's own reader refuses it by its text, ours takes it for what it
    /// is.</summary>
    public static string? Rounded(Case @case) =>
        @case.OnlyTheyRefuse && HasNumber(@case.Json, static text => !long.TryParse(text, out _))
            && @case.TheirRefusal!.Message.Contains("is not a valid integer", StringComparison.Ordinal) ? "a fraction for a whole number" : null;

    /// <summary>A number or a Boolean in place of a string: the reader of Newtonsoft returns it as written, ours as .NET formats the value.</summary>
    public static string? Rewritten(Case @case) =>
        @case is { OurRefusal: null, TheirRefusal: null } && Fold(@case.Ours!) == Fold(@case.Newtonsofts!) ? "a text out of another kind" : null;

    /// <summary>Whether every token is JSON and every string can be Unicode text.</summary>
    public static bool IsStrictJson(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Normalized: case-insensitive, and numbers in quotes by value.
    private static string Fold(string form) => QuotedNumber().Replace(form.ToLowerInvariant(), static match =>
        double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
            ? '"' + (number + 0.0).ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant() + '"'
            : match.Value);

    [GeneratedRegex("\"([-+.0-9e]+)\"")]
    private static partial Regex QuotedNumber();

    private static bool HasNumber(byte[] json, Func<string, bool> isMeant) => HasToken(json, JsonTokenType.Number, isMeant);

    private static bool HasName(byte[] json, Func<string, bool> isMeant) => HasToken(json, JsonTokenType.PropertyName, isMeant);

    private static bool HasToken(byte[] json, JsonTokenType type, Func<string, bool> isMeant)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            if (reader.TokenType == type && isMeant(Encoding.UTF8.GetString(reader.ValueSpan)))
            {
                return true;
            }
        }

        return false;
    }
}
