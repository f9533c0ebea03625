using System.Globalization;
using Opper.Evaluation;
using Opper.Evaluation.Reports;
using Opper.Tool.Terminal;

namespace Opper.Tool.Evaluations;

/// <summary>The outcome of an evaluation on the terminal.</summary>
internal static class EvaluationView
{
    public static void Show(ToolConsole console, EvaluationReport report, GateResult gate)
    {
        var scores = report.Variants.SelectMany(variant => variant.ScoreNames).Distinct(StringComparer.Ordinal).ToList();
        string[] headings = ["variant", .. scores.Select(score => $">{VisibleText.Line(score)}"), ">failures", ">cost, USD", ">95 % took"];
        console.WriteLine(Columns.Text(headings, report.Variants.Select(variant => (IReadOnlyList<string>)
        [
            VisibleText.Line(variant.Name),
            .. scores.Select(score => variant.Mean(score)?.ToString("0.000", CultureInfo.InvariantCulture) ?? string.Empty),
            variant.Failures.ToString(CultureInfo.InvariantCulture),
            variant.Cost.ToString("0.000000", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{variant.LatencyPercentile(0.95).TotalMilliseconds:0} ms"),
        ])));
        console.WriteLine();
        foreach (var comparison in report.Variants.Skip(1).SelectMany(variant => report.Compare(variant.Name)))
        {
            console.WriteLine(VisibleText.Line(string.Create(CultureInfo.InvariantCulture,
                $"{comparison.Variant}: {comparison.Score} {comparison.Difference:+0.000;-0.000;0.000} ({comparison.Low:+0.000;-0.000;0.000} "
                + $"to {comparison.High:+0.000;-0.000;0.000}), {comparison.Wins} better, {comparison.Losses} worse, {comparison.Ties} same")));
        }

        console.WriteLine($"{(gate.Passed ? "Passed" : "Failed")}: {VisibleText.Line(gate.Variant)}");
        foreach (var check in gate.Checks)
        {
            console.WriteLine(VisibleText.Line($"{(check.Passed ? "ok" : "FAILED")} {check.Name}: {check.Found}"));
        }
    }
}
