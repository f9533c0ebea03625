using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>
/// Durations. Reads <c>[d.]hh:mm:ss[.fffffff]</c>, hours beyond a day (<c>36:00:00</c>), and ISO 8601 without months and years (<c>PT90S</c>).
/// A bare number and <c>hh:mm</c> are rejected, because their unit is ambiguous.
/// </summary>
internal sealed class TimeSpanConverter : TextConverter<TimeSpan>
{
    private const int MaxDigits = 9;
    private const int MaxFraction = 7;

    public override JsonObject Describe() => new()
    {
        ["type"] = "string",
        ["description"] = "A duration as [d.]hh:mm:ss[.fffffff].",
        ["pattern"] = @"^-?(\d{1,7}\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?$",
    };

    public override bool TryParse(string text, out TimeSpan value)
    {
        var rest = text.AsSpan();
        var isNegative = Take(ref rest, '-');
        // long.MinValue has no positive counterpart, so the sign is applied before the range check.
        var ticks = (isNegative ? -1m : 1m) * (Take(ref rest, 'P') ? Iso(ref rest) : Clock(ref rest));
        var isDuration = rest.IsEmpty && ticks is >= long.MinValue and <= long.MaxValue;
        value = isDuration ? TimeSpan.FromTicks((long)ticks!.Value) : default;
        return isDuration;
    }

    public override string Format(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

    private static decimal? Clock(ref ReadOnlySpan<char> rest)
    {
        var first = Number(ref rest, 1, MaxDigits);
        var hasDays = Take(ref rest, '.');
        var hours = hasDays ? Number(ref rest, 2, 2) : first;
        if (!Take(ref rest, ':') || (hasDays && hours > 23) || Number(ref rest, 2, 2) is not (>= 0 and < 60 and var minutes) || !Take(ref rest, ':')
            || Number(ref rest, 2, 2) is not (>= 0 and < 60 and var seconds))
        {
            return null;
        }

        return Ticks(hasDays ? first : 0, hours, minutes, seconds) + Fraction(ref rest);
    }

    private static decimal? Iso(ref ReadOnlySpan<char> rest)
    {
        var days = Part(ref rest, 'D');
        if (!Take(ref rest, 'T'))
        {
            return Ticks(days, 0, 0, 0);
        }

        var hours = Part(ref rest, 'H');
        var minutes = Part(ref rest, 'M');
        var seconds = Number(ref rest, 1, MaxDigits);
        var fraction = seconds is null ? 0 : Fraction(ref rest);
        if ((seconds is null && hours is null && minutes is null) || (seconds is not null && !Take(ref rest, 'S')))
        {
            return null;
        }

        return Ticks(days ?? 0, hours ?? 0, minutes ?? 0, seconds ?? 0) + fraction;
    }

    private static decimal? Ticks(decimal? days, decimal? hours, decimal? minutes, decimal? seconds) =>
        (days * TimeSpan.TicksPerDay) + (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute) + (seconds * TimeSpan.TicksPerSecond);

    private static decimal? Part(ref ReadOnlySpan<char> rest, char unit)
    {
        var before = rest;
        var number = Number(ref rest, 1, MaxDigits);
        if (number is not null && Take(ref rest, unit))
        {
            return number;
        }

        rest = before;
        return null;
    }

    private static decimal? Fraction(ref ReadOnlySpan<char> rest)
    {
        if (!Take(ref rest, '.'))
        {
            return 0;
        }

        var length = rest.Length;
        var number = Number(ref rest, 1, MaxFraction);
        for (var digits = length - rest.Length; digits < MaxFraction; digits++)
        {
            number *= 10;
        }

        return number;
    }

    private static decimal? Number(ref ReadOnlySpan<char> rest, int least, int most)
    {
        var number = 0m;
        var length = 0;
        for (; length < rest.Length && rest[length] is >= '0' and <= '9'; length++)
        {
            if (length == most)
            {
                return null;
            }

            number = (number * 10) + (rest[length] - '0');
        }

        rest = rest.Slice(length);
        return length < least ? null : number;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, char character)
    {
        if (rest.IsEmpty || rest[0] != character)
        {
            return false;
        }

        rest = rest.Slice(1);
        return true;
    }
}
