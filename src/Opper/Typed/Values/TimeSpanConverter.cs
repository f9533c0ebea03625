using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;

namespace Opper;

/// <summary>
/// Durations. Read are <c>[d.]hh:mm:ss[.fffffff]</c>, hours beyond a day (<c>36:00:00</c>), and ISO 8601 without months and years (<c>PT90S</c>).
/// A bare number or <c>hh:mm</c>, of which nobody can say the unit, is refused.
/// </summary>
internal sealed class TimeSpanConverter : TextConverter<TimeSpan>
{
    private const string Pattern = @"^-?(\d{1,7}\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?$";

    private static readonly Regex Plain = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.ECMAScript);
    private static readonly Regex Hours = new(@"^(-?)(\d{1,7}):([0-5]\d):([0-5]\d(\.\d{1,7})?)$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript);
    private static readonly Regex Iso = new(@"^-?P(?=.)(\d{1,7}D)?(T(?=.)(\d{1,8}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,7})?S)?)?$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript);

    public override JsonObject Describe() => new()
    {
        ["type"] = "string",
        ["description"] = "A duration as [d.]hh:mm:ss[.fffffff].",
        ["pattern"] = Pattern,
    };

    public override bool TryParse(string text, out TimeSpan value)
    {
        if (Plain.IsMatch(text))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        }

        value = default;
        try
        {
            if (Hours.Match(text) is { Success: true } hours)
            {
                var seconds = decimal.Parse(hours.Groups[4].Value, CultureInfo.InvariantCulture) + (60 * int.Parse(hours.Groups[3].Value, CultureInfo.InvariantCulture));
                var ticks = (seconds + (3600m * int.Parse(hours.Groups[2].Value, CultureInfo.InvariantCulture))) * TimeSpan.TicksPerSecond;
                value = TimeSpan.FromTicks((long)(hours.Groups[1].Length > 0 ? -ticks : ticks));
                return true;
            }

            if (!Iso.IsMatch(text))
            {
                // The longest and the shortest of all, which the pattern leaves out.
                return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value) && Format(value) == text;
            }

            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    public override string Format(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);
}
