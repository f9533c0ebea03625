namespace Opper.Typed;

/// <summary>Normalizes dates and times: RFC 3339, and unambiguous variants that models write.</summary>
internal static class Rfc3339
{
    private const string Date = "0000-00-00";
    private const string Minutes = "00:00";
    private const string Seconds = "00:00:00";

    // .NET parses at most seven fractional digits.
    private const int MaxLength = 16;

    /// <summary>Splits a date and time into the parts that .NET parses: at most seven fractional digits, upper-case T and Z.</summary>
    public static bool TrySplit(string text, out string local, out string offset)
    {
        (local, offset) = (string.Empty, string.Empty);
        if (text.Length <= Date.Length
            || !Fits(text.AsSpan(0, Date.Length), Date)
            || text[Date.Length] is not ('T' or 't' or ' ')
            || !TrySplitTime(text.Substring(Date.Length + 1), out var time, out offset))
        {
            return false;
        }

        local = $"{text.Substring(0, Date.Length)}T{time}";
        return true;
    }

    /// <summary>The time of day in a text that may have an offset.</summary>
    public static bool TrySplitTime(string text, out string local) => TrySplitTime(text, out local, out _);

    /// <summary>The date of a date-time at midnight; any other text unchanged.</summary>
    public static string DateOf(string text) =>
        TrySplit(text, out _, out var offset) && text.Substring(Date.Length + 1, text.Length - Date.Length - 1 - offset.Length).Trim('0', ':', '.').Length == 0
            ? text.Substring(0, Date.Length)
            : text;

    private static bool TrySplitTime(string text, out string local, out string offset)
    {
        var end = text.Length - OffsetLength(text.AsSpan());
        var time = text.Substring(0, end);
        local = time.Length == Minutes.Length ? time + ":00" : time.Length > MaxLength ? time.Remove(MaxLength) : time;
        offset = text.Substring(end).ToUpperInvariant();
        return Fits(time.AsSpan(), Minutes)
            || Fits(time.AsSpan(), Seconds)
            || (time.Length > Seconds.Length + 1 && time[Seconds.Length] == '.' && Fits(time.AsSpan(0, Seconds.Length), Seconds)
                && IsDigits(time.AsSpan(Seconds.Length + 1)));
    }

    private static int OffsetLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[text.Length - 1] is 'Z' or 'z')
        {
            return 1;
        }

        var start = text.Length - Minutes.Length;
        return start > 0 && text[start - 1] is '+' or '-' && Fits(text.Slice(start), Minutes) ? Minutes.Length + 1 : 0;
    }

    // A zero in the form stands for any digit.
    private static bool Fits(ReadOnlySpan<char> text, string form)
    {
        if (text.Length != form.Length)
        {
            return false;
        }

        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '0' ? text[i] is < '0' or > '9' : text[i] != form[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }
}
