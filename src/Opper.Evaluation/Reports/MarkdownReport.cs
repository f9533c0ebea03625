using System.Globalization;
using System.Text;

namespace Opper.Evaluation.Reports;

/// <summary>The summary as Markdown.</summary>
internal static class MarkdownReport
{
    private const string Markup = @"\`*_[]<>=+";

    // GitHub and GitLab link the text that is left after escaping: mentions, which notify people, issues, in which the comment is then listed, and URLs. They
    // do not link text with a comment in it.
    private const string References = "@#!~%&$^:";

    public static string Write(EvaluationReport report, VariantReport baseline, GateResult? gate)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {Cell(report.Name)}\n\n");
        if (gate is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{(gate.Passed ? "Passed" : "Failed")}**: {Cell(gate.Variant)}\n\n");
            Row(text, ["", "condition", "found"]);
            Row(text, ["---", "---", "---"]);
            gate.Checks.ToList().ForEach(check => Row(text, [check.Passed ? "✅" : "❌", Cell(check.Name), Cell(check.Found)]));
            text.Append('\n');
        }

        List<string> scores = [.. report.Variants.SelectMany(variant => variant.ScoreNames).Distinct(StringComparer.Ordinal)];
        Row(text, ["variant", .. scores.Select(Cell), "failures", "cost, USD", "latency, 95 %"]);
        Row(text, ["---", .. scores.Select(_ => "--:"), "--:", "--:", "--:"]);
        foreach (var variant in report.Variants)
        {
            Row(text,
            [
                Cell(variant.Name) + (variant == baseline ? " (baseline)" : string.Empty),
                .. scores.Select(score => Figures.Score(variant.Mean(score))),
                FormattableString.Invariant($"{variant.Failures}"), Figures.Cost(variant.Cost), Figures.Latency(variant.LatencyPercentile(0.95)),
            ]);
        }

        if (report.Variants.Count > 1)
        {
            text.Append('\n');
            Row(text, [$"compared with {Cell(baseline.Name)}", "score", "difference (95 %)", "cases"]);
            Row(text, ["---", "---", "--:", "---"]);
            foreach (var comparison in report.Variants.Where(variant => variant != baseline).SelectMany(variant => report.Compare(variant.Name, baseline.Name)))
            {
                Row(text, [Cell(comparison.Variant), Cell(comparison.Score), Figures.Difference(comparison), Figures.Record(comparison)]);
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // Names and reasons are data, which must not end the cell or be interpreted as markup.
    private static string Cell(string value)
    {
        var (text, cell) = (VisibleText.Line(value), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            cell.Append(text[i] switch
            {
                // An escaped one would end the cell if a backslash is before it.
                '|' => "&#124;",
                var letter when Markup.Contains(letter) || References.Contains(letter) => $"\\{letter}",
                var letter => letter.ToString(),
            });
            if (BeginsReference(text.AsSpan(0, i + 1)) && i + 1 < text.Length && text[i + 1] != ' ')
            {
                cell.Append("<!-- -->");
            }
        }

        return cell.ToString();
    }

    private static bool BeginsReference(ReadOnlySpan<char> text) => References.Contains(text[^1])
        || text.EndsWith("www.", StringComparison.OrdinalIgnoreCase) || text.EndsWith("GH-", StringComparison.OrdinalIgnoreCase);
}
