using Opper.Drift.Comparing;
using Opper.Drift.OnPurpose;
using Opper.Drift.Reading;

namespace Opper.Drift;

/// <summary>All differences between the contract and a live document, each once.</summary>
internal sealed class DriftReport
{
    private DriftReport(ApiDocument contract, ApiDocument live, Comparison comparison, IReadOnlyList<Difference> differences, IReadOnlyList<string> unused) =>
        (Contract, Live, Comparison, Differences, Unused) = (contract, live, comparison, differences, unused);

    public ApiDocument Contract { get; }

    public ApiDocument Live { get; }

    public Comparison Comparison { get; }

    public IReadOnlyList<Difference> Differences { get; }

    /// <summary>The unused entries of on-purpose.yaml; empty if the documents do not differ at all.</summary>
    public IReadOnlyList<string> Unused { get; }

    public bool IsClean => Differences.All(difference => difference.Group == Group.OnPurpose);

    public IEnumerable<Difference> Of(Group group) => Differences.Where(difference => difference.Group == group);

    public static DriftReport Make(ApiDocument contract, ApiDocument live, OnPurposeList onPurpose)
    {
        var comparison = DocumentComparer.Compare(contract, live);
        var differences = comparison.Occurrences
            .Select(occurrence => onPurpose.Classify(occurrence, comparison))
            .GroupBy(occurrence => (occurrence.Kind, Target: occurrence.Target.ToString(), occurrence.Detail, occurrence.Ours, occurrence.Live))
            .Select(same => new Difference([.. same]) { ByHand = Partial([.. same], comparison) })
            .ToList();
        return new DriftReport(contract, live, comparison, differences, differences.Count == 0 ? [] : onPurpose.Unused);
    }

    // A request must be valid for all operations that share the schema; a response may have fields that only some of them return.
    private static string? Partial(IReadOnlyList<Occurrence> occurrences, Comparison comparison)
    {
        var seen = occurrences.Select(occurrence => occurrence.Use).ToHashSet();
        var others = comparison.UsesOf(occurrences[0].Target).Where(use => use.IsSent && !seen.Contains(use)).Select(use => use.Operation).Distinct().ToList();
        return seen.Any(use => use.IsSent) && others.Count > 0
            ? $"{occurrences[0].Where} also serves {string.Join(", ", others)}, where the live API does not have this: give it a component of its own first"
            : null;
    }
}
