using Opper.Drift.Applying;
using Opper.Drift.Comparing;
using Opper.Drift.OnPurpose;
using Opper.Drift.Reading;
using Opper.Drift.Tests.Live;

namespace Opper.Drift.Tests;

/// <summary>The contract, and comparisons with it.</summary>
internal static class Drift
{
    public static string Contract { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "opper.yaml"));

    public static string OnPurposeFile { get; } = Path.Combine(AppContext.BaseDirectory, "on-purpose.yaml");

    public static DriftReport Report(string live, string? contract = null, OnPurposeList? onPurpose = null) =>
        DriftReport.Make(DocumentReader.Parse("opper.yaml", contract ?? Contract), DocumentReader.Parse("openapi.json", live),
            onPurpose ?? OnPurposeList.Read(OnPurposeFile));

    public static DriftReport Report(LiveDocument live, string? contract = null) => Report(live.ToString(), contract);

    public static ApplyResult Apply(LiveDocument live) => Applier.Apply(Contract, Report(live));

    /// <summary>The relevant differences, as <c>group kind where detail</c>.</summary>
    public static IEnumerable<string> Found(DriftReport report) => report.Differences.Where(difference => difference.Group != Group.OnPurpose)
        .Select(difference => Line(difference.Group, difference.Kind, difference.Where, difference.First.Detail));

    public static string Line(Group group, DifferenceKind kind, string where, string? detail) =>
        string.Join(' ', new[] { Names.Of(group), Names.Of(kind), where, detail }.Where(part => part is not null));
}
