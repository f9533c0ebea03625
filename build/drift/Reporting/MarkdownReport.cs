using System.Globalization;
using System.Text;
using Opper.Drift.Comparing;

namespace Opper.Drift.Reporting;

/// <summary>A report for an issue or a pull request.</summary>
internal static class MarkdownReport
{
    public static string Write(DriftReport report)
    {
        var text = new StringBuilder("# opper.yaml and ").Append(report.Live.Source).AppendLine().AppendLine().AppendLine(ReportGroups.Summary(report));
        foreach (var group in ReportGroups.InOrder)
        {
            var all = report.Of(group).ToList();
            if (all.Count == 0)
            {
                continue;
            }

            text.AppendLine().Append("## ").AppendLine(ReportGroups.Title(group)).AppendLine();
            if (group == Group.OnPurpose)
            {
                text.AppendLine("| reason | how many | where |").AppendLine("|---|---|---|");
                foreach (var same in all.GroupBy(difference => difference.Reason))
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(same.Key!)} | {same.Count()} | {Cell(ReportGroups.Places([.. same]))} |");
                }

                continue;
            }

            text.AppendLine("| where | what | kind | operations | note |").AppendLine("|---|---|---|---|---|");
            foreach (var difference in all)
            {
                string[] cells = [$"`{difference.Where}`", difference.Message, Names.Of(difference.Kind), ReportGroups.UsedBy(difference) ?? string.Empty,
                    difference.ByHand ?? string.Empty];
                text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).AppendLine(" |");
            }
        }

        Lines(text, "Unused in on-purpose.yaml", report.Unused);
        Lines(text, "While reading", report.Live.Warnings);
        return text.ToString();
    }

    private static void Lines(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.AppendLine().Append("## ").AppendLine(title).AppendLine();
            foreach (var line in lines)
            {
                text.Append("- ").AppendLine(line);
            }
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
