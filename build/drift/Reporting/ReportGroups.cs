using Opper.Drift.Comparing;

namespace Opper.Drift.Reporting;

/// <summary>Texts that all reports share.</summary>
internal static class ReportGroups
{
    private const int Few = 4;

    public static IReadOnlyList<Group> InOrder { get; } = [Group.Breaking, Group.Additive, Group.OnPurpose];

    public static string Title(Group group) => group switch
    {
        Group.Breaking => "Breaking",
        Group.Additive => "Additive",
        _ => "Ours on purpose",
    };

    /// <summary>The operations, if the location does not name them.</summary>
    public static string? UsedBy(Difference difference) =>
        difference.Operations.All(operation => difference.Where.StartsWith(operation, StringComparison.Ordinal)) ? null
            : difference.Operations.Count <= Few ? string.Join(", ", difference.Operations)
            : $"{string.Join(", ", difference.Operations.Take(Few))} and {difference.Operations.Count - Few} more";

    /// <summary>The first locations of several differences.</summary>
    public static string Places(IReadOnlyList<Difference> differences) =>
        string.Join(", ", differences.Take(Few).Select(difference => difference.Where))
            + (differences.Count > Few ? $" and {differences.Count - Few} more" : string.Empty);

    public static string Summary(DriftReport report) => report.Differences.Count == 0
        ? "No differences."
        : $"{report.Of(Group.Breaking).Count()} breaking, {report.Of(Group.Additive).Count()} additive, {report.Of(Group.OnPurpose).Count()} ours on purpose.";
}
