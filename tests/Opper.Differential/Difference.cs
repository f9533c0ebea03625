using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Opper.Differential;

/// <summary>The differences that are meant, each by a rule that looks at the document, not at the outcome alone.</summary>
internal static partial class Difference
{
    /// <summary>Newtonsoft takes single quotes, comments, trailing commas, NaN, leading zeros, cut UTF-8, single halves of surrogate pairs; none of that is JSON text.</summary>
    public static string? NotJson(Case @case) => @case.OnlyWeRefuse && !IsStrictJson(@case.Json) ? "not JSON" : null;

    /// <summary>Newtonsoft makes infinity of a number that no double can hold.</summary>
    public static string? TooLarge(Case @case)
        => @case.OnlyWeRefuse && HasNumber(@case.Json, static text => double.IsInfinity(double.Parse(text, CultureInfo.InvariantCulture))) ? "a number too large" : null;

    /// <summary>A vector holds floats: a number beyond them is refused instead of becoming infinity.</summary>
    public static string? TooLargeForFloat(Case @case)
        => @case.OnlyWeRefuse && HasNumber(@case.Json, static text => float.IsInfinity((float)double.Parse(text, CultureInfo.InvariantCulture))) ? "a number too large for a float" : null;

    /// <summary>A fraction beyond what a double holds, where a whole number is due: Newtonsoft rounds it to a double first, ours does not.</summary>
    public static string? Exact(Case @case)
        => @case is { OurRefusal: null, TheirRefusal: null }
            && HasNumber(@case.Json, static text => text.Contains('.', StringComparison.Ordinal) && decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) > 1L << 53)
            ? "digits that a double would lose" : null;

    /// <summary>A fraction where a whole number is due: Newtonsoft's own reader refuses it by its text, ours rounds it.</summary>
    public static string? Rounded(Case @case)
        => @case.OnlyTheyRefuse && HasNumber(@case.Json, static text => !long.TryParse(text, out _)) && @case.TheirRefusal!.Message.Contains("is not a valid integer", StringComparison.Ordinal) ? "a fraction for a whole number" : null;

    /// <summary>A number or a truth value where a text is due: Newtonsoft's own reader gives it as it was written, ours as .NET writes the value.</summary>
    public static string? Rewritten(Case @case)
        => @case is { OurRefusal: null, TheirRefusal: null } && Fold(@case.Ours!) == Fold(@case.Newtonsofts!) ? "a text out of another kind" : null;

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

    // What is left when spelling does not count: letters of any case, and numbers inside quotes as their value.
    private static string Fold(string form) => QuotedNumber().Replace(form.ToLowerInvariant(), static match =>
        double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number) ? '"' + (number + 0.0).ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant() + '"' : match.Value);

    [GeneratedRegex("\"([-+.0-9e]+)\"")]
    private static partial Regex QuotedNumber();

    private static bool HasNumber(byte[] json, Func<string, bool> isMeant)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && isMeant(Encoding.ASCII.GetString(reader.ValueSpan)))
            {
                return true;
            }
        }

        return false;
    }
}
