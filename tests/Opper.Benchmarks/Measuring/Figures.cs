using System.Globalization;

namespace Opper.Benchmarks.Measuring;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Figures
{
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => Number(nanoseconds, "0", " ns"),
        < 1_000_000 => Number(nanoseconds / 1e3, "0.0", " µs"),
        < 1e10 => Number(nanoseconds / 1e6, "0.0", " ms"),
        _ => Number(nanoseconds / 1e9, "0.0", " s"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 100_000 => Number(bytes, "#,0", " B"),
        _ => Number(bytes / (1 << 20), "0.0", " MB"),
    };

    public static string Ratio(double ratio) => Number(ratio, ratio < 10 ? "0.00" : "0.0", string.Empty);

    public static string Percent(double share) => Number(share * 100, "0.0", " %");

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Number(double value, string format, string unit) => value.ToString(format, CultureInfo.InvariantCulture) + unit;
}
