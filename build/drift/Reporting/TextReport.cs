using System.Text;
using Opper.Drift.Comparing;

namespace Opper.Drift.Reporting;

/// <summary>A report for terminals.</summary>
internal static class TextReport
{
    public static string Write(DriftReport report)
    {
        var text = new StringBuilder();
        foreach (var group in ReportGroups.InOrder)
        {
            var all = report.Of(group).ToList();
            if (all.Count == 0)
            {
                continue;
            }

            text.Append(ReportGroups.Title(group)).Append(" (").Append(all.Count).AppendLine(")");
            if (group == Group.OnPurpose)
            {
                Reasons(text, all);
                continue;
            }

            foreach (var difference in all)
            {
                text.Append("  ").Append(difference.Where).Append(": ").Append(difference.Message).Append(" [")
                    .Append(Names.Of(difference.Kind)).AppendLine("]");
                if (ReportGroups.UsedBy(difference) is { } operations)
                {
                    text.Append("      in ").AppendLine(operations);
                }

                if (difference.ByHand is { } note)
                {
                    text.Append("      ").AppendLine(note);
                }
            }

            text.AppendLine();
        }

        foreach (var unused in report.Unused)
        {
            text.Append("unused in on-purpose.yaml: ").AppendLine(unused);
        }

        foreach (var warning in report.Live.Warnings)
        {
            text.Append("while reading ").Append(report.Live.Source).Append(": ").AppendLine(warning);
        }

        return text.Append(ReportGroups.Summary(report)).AppendLine().ToString();
    }

    private static void Reasons(StringBuilder text, IReadOnlyList<Difference> all)
    {
        foreach (var same in all.GroupBy(difference => difference.Reason))
        {
            text.Append("  ").Append(same.Key).Append(" (").Append(same.Count()).AppendLine(")");
            text.Append("      ").AppendLine(ReportGroups.Places([.. same]));
        }

        text.AppendLine();
    }
}
