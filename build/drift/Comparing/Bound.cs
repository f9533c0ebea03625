using System.Globalization;

namespace Opper.Drift.Comparing;

/// <summary>Compares bounds.</summary>
internal static class Bound
{
    /// <summary>Whether a bound allows less than another; no bound allows everything.</summary>
    public static bool IsTighter(string name, string? bound, string? than)
    {
        if (bound is null || than is null)
        {
            return than is null;
        }

        if (decimal.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && decimal.TryParse(than, NumberStyles.Float, CultureInfo.InvariantCulture, out var other))
        {
            return IsLower(name) ? value > other : value < other;
        }

        // Whether one pattern allows less than another cannot be told.
        return true;
    }

    private static bool IsLower(string name) => name is "minimum" or "exclusiveMinimum" or "minLength" or "minItems";
}
