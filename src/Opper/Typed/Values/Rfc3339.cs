using System.Text.RegularExpressions;

namespace Opper;

/// <summary>The forms in which dates and times are written: RFC 3339, and what models write that can mean nothing else.</summary>
internal static class Rfc3339
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ECMAScript;
    private const string Date = @"\d{4}-\d{2}-\d{2}";
    private const string Time = @"\d{2}:\d{2}(:\d{2}(\.\d+)?)?";
    private const string Offset = @"([Zz]|[+-]\d{2}:\d{2})";

    private static readonly Regex DateTimes = new($"^({Date})[Tt ]({Time}){Offset}?$", Options);
    private static readonly Regex Times = new($"^({Time}){Offset}?$", Options);
    private static readonly Regex DatesWithMidnight = new($@"^({Date})[Tt ]00:00(:00(\.0+)?)?{Offset}?$", Options);

    /// <summary>The parts of a date and time in the form that .NET reads: at most seven digits after the second, a large T and Z.</summary>
    public static bool TrySplit(string text, out string local, out string offset)
    {
        var match = DateTimes.Match(text);
        local = match.Success ? match.Groups[1].Value + "T" + ToTicks(match.Groups[2].Value) : string.Empty;
        offset = match.Success ? match.Groups[5].Value.ToUpperInvariant() : string.Empty;
        return match.Success;
    }

    /// <summary>The time of day of a text that may say which offset it has.</summary>
    public static bool TrySplitTime(string text, out string local)
    {
        var match = Times.Match(text);
        local = match.Success ? ToTicks(match.Groups[1].Value) : string.Empty;
        return match.Success;
    }

    /// <summary>A date, or the date of a midnight.</summary>
    public static string DateOf(string text) => DatesWithMidnight.Match(text) is { Success: true } match ? match.Groups[1].Value : text;

    private static string ToTicks(string time)
    {
        var full = time.Length == 5 ? time + ":00" : time;
        return full.Length > 16 ? full.Remove(16) : full;
    }
}
