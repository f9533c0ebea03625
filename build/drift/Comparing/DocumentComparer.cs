using Microsoft.OpenApi;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>Compares two documents operation by operation, matched by method and path. Versions that the live document does not contain are ignored: each has
/// its own document.</summary>
internal static class DocumentComparer
{
    public static Comparison Compare(ApiDocument contract, ApiDocument live)
    {
        var comparison = new Comparison();
        var ours = contract.Operations.ToLookup(operation => operation.Key, StringComparer.Ordinal);
        var theirs = live.Operations.ToLookup(operation => operation.Key, StringComparer.Ordinal);
        var versions = live.Operations.Select(operation => operation.Version).ToHashSet(StringComparer.Ordinal);
        foreach (var operation in contract.Operations.Where(operation => versions.Contains(operation.Version)))
        {
            if (theirs[operation.Key].FirstOrDefault() is { } other)
            {
                new OperationComparer(comparison, contract, operation, other).Compare();
            }
            else
            {
                comparison.Occurrences.Add(Whole(DifferenceKind.OperationNotLive, Group.Breaking, operation) with { OurOperation = operation });
            }
        }

        foreach (var operation in live.Operations.Where(operation => !ours.Contains(operation.Key)))
        {
            comparison.Occurrences.Add(Whole(DifferenceKind.OperationNotOurs, Group.Additive, operation) with { LiveOperation = operation });
        }

        return comparison;
    }

    private static Occurrence Whole(DifferenceKind kind, Group group, ApiOperation operation) =>
        new(kind, group, operation.Pointer, operation.ToString(), new Use(operation.ToString(), Direction.Request));
}
