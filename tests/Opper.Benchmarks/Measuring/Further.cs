using System.Globalization;
using System.Text;

namespace Opper.Benchmarks.Measuring;

/// <summary>What is not a multiple of the floor: linearity, the share of the ideal rate, memory.</summary>
internal static class Further
{
    private const double LinearityLimit = 1.3;
    private const double ShareGoal = 0.9;
    private const double MemoryGoal = 16 << 20;

    public static string Describe(IReadOnlyList<Contestant> contestants)
    {
        var text = new StringBuilder();
        foreach (var contestant in contestants)
        {
            var (shorter, longer) = (contestant.Get(Work.PartialShort, Measurement.Cpu), contestant.Get(Work.PartialLong, Measurement.Cpu));
            if (contestant.Name == "opper" && shorter.Count > 0)
            {
                var ratio = Figures.Median([.. longer.Zip(shorter, static (l, s) => l / s)]);
                Line(text, contestant, "typed partial stream, CPU per event at 40,000 events against 10,000", Figures.Ratio(ratio),
                    $"≤ {Figures.Ratio(LinearityLimit)}", ratio <= LinearityLimit);
            }

            if (contestant.Get(Work.AddMany, ShareOfIdeal) is { Count: > 0 } shares)
            {
                Line(text, contestant, "10,000 documents, 5 ms each, 16 at once: share of the ideal rate", Figures.Percent(Figures.Median(shares)), "≥ 90 %",
                    Figures.Median(shares) >= ShareGoal);
            }

            if (contestant.Get(Work.Upload, Measurement.Bytes) is { Count: > 0 } peaks)
            {
                Line(text, contestant, "upload of a 1 GB file: peak extra memory", Figures.Bytes(peaks.Max()), "≤ 16 MB", peaks.Max() <= MemoryGoal);
            }
        }

        return text.ToString();
    }

    /// <summary>The ideal is what the server's own work takes when 16 requests are always there: it says how long it really held each.</summary>
    public const string ShareOfIdeal = "share";

    public static Measurement Share(Measurement measured, double heldNanoseconds, int inFlight) =>
        new() { [ShareOfIdeal] = heldNanoseconds / inFlight / measured[Measurement.Time] };

    private static void Line(StringBuilder text, Contestant contestant, string what, string value, string goal, bool isMet) =>
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {what} | {contestant.Title} | {value} | {(contestant.Name == "floor" ? string.Empty : goal)} "
            + $"| {(contestant.Name == "floor" ? string.Empty : isMet ? "ok" : "**missed**")} |");
}
