using System.Globalization;
using Opper.Evaluation;
using Opper.Tool.Terminal;
using Spectre.Console;

namespace Opper.Tool.Evaluations;

/// <summary>The outcome of an evaluation on the terminal.</summary>
internal static class EvaluationView
{
    public static void Show(ToolConsole console, EvaluationReport report, GateResult gate)
    {
        var scores = report.Variants.SelectMany(variant => variant.ScoreNames).Distinct(StringComparer.Ordinal).ToList();
        var table = new Table { Border = TableBorder.None };
        table.AddColumn("variant");
        foreach (var name in scores.Select(Printable.Line).Concat(["failures", "cost, USD", "95 % took"]))
        {
            table.AddColumn(new TableColumn(name.EscapeMarkup()).RightAligned().NoWrap());
        }

        foreach (var variant in report.Variants)
        {
            string[] cells =
            [
                Printable.Line(variant.Name),
                .. scores.Select(score => variant.Mean(score)?.ToString("0.000", CultureInfo.InvariantCulture) ?? string.Empty),
                variant.Failures.ToString(CultureInfo.InvariantCulture),
                variant.Cost.ToString("0.000000", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{variant.LatencyPercentile(0.95).TotalMilliseconds:0} ms"),
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        console.Out.Write(table);
        console.WriteLine();
        foreach (var comparison in report.Variants.Skip(1).SelectMany(variant => report.Compare(variant.Name)))
        {
            console.WriteLine(Printable.Line(string.Create(CultureInfo.InvariantCulture,
                $"{comparison.Variant}: {comparison.Score} {comparison.Difference:+0.000;-0.000;0.000} ({comparison.Low:+0.000;-0.000;0.000} "
                + $"to {comparison.High:+0.000;-0.000;0.000}), {comparison.Wins} better, {comparison.Losses} worse, {comparison.Ties} same")));
        }

        console.WriteLine($"{(gate.Passed ? "Passed" : "Failed")}: {Printable.Line(gate.Variant)}");
        foreach (var check in gate.Checks)
        {
            console.WriteLine(Printable.Line($"{(check.Passed ? "ok" : "FAILED")} {check.Name}: {check.Found}"));
        }
    }
}
