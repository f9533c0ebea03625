namespace Opper.Evaluation.Reports;

/// <summary>Numbers as reports show them.</summary>
internal static class Figures
{
    public static string Score(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.000}") : "–";

    public static string Cost(decimal dollars) => FormattableString.Invariant($"{dollars:0.000000}");

    public static string Latency(TimeSpan latency) => FormattableString.Invariant($"{latency.TotalMilliseconds:0} ms");

    public static string Difference(ScoreComparison comparison) =>
        FormattableString.Invariant(
            $"{comparison.Difference:+0.000;-0.000;0.000} ({comparison.Low:+0.000;-0.000;0.000} to {comparison.High:+0.000;-0.000;0.000})");

    public static string Record(ScoreComparison comparison) =>
        FormattableString.Invariant($"{comparison.Wins} better, {comparison.Losses} worse, {comparison.Ties} same");
}
