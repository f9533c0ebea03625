using System.Globalization;

namespace Opper.Drift.Comparing;

/// <summary>Compares bounds.</summary>
internal static class Bound
{
    /// <summary>Whether a bound is stricter than another; null is unbounded.</summary>
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

        // Whether one pattern is stricter than another cannot be determined.
        return true;
    }

    private static bool IsLower(string name) => name is "minimum" or "exclusiveMinimum" or "minLength" or "minItems";
}
