namespace Opper.Drift.Comparing;

/// <summary>A difference with all affected operations.</summary>
internal sealed class Difference(IReadOnlyList<Occurrence> occurrences)
{
    /// <summary>The most severe occurrence, which has the schemas to apply.</summary>
    public Occurrence First { get; } = occurrences.MaxBy(occurrence => occurrence.Group)!;

    public DifferenceKind Kind => First.Kind;

    public Group Group => First.Group;

    public string Where => First.Where;

    public string? Ours => First.Ours;

    public string? Live => First.Live;

    public string? Reason => Group == Group.OnPurpose ? First.Reason : null;

    /// <summary>The reason why it must be applied by hand, if so.</summary>
    public string? ByHand { get; init; }

    public IReadOnlyList<string> Operations { get; } = [.. occurrences.Select(occurrence => occurrence.Use.Operation).Distinct()];

    public bool IsSent { get; } = occurrences.Any(occurrence => occurrence.Use.IsSent);

    public string Message => Kind switch
    {
        DifferenceKind.OperationNotOurs => "the live API has this operation",
        DifferenceKind.OperationNotLive => "the live API does not have this operation",
        DifferenceKind.ParameterNotOurs => $"the live API has the {Live} parameter {First.Detail}",
        DifferenceKind.ParameterNotLive => $"the live API does not have the parameter {First.Detail}",
        DifferenceKind.StatusNotOurs => $"the live API documents status {First.Detail}",
        DifferenceKind.StatusNotLive => $"the live API does not document status {First.Detail}",
        DifferenceKind.SuccessStatus => $"success is {Live}, not {Ours}",
        DifferenceKind.BodyNotOurs => "the live API has a body here",
        DifferenceKind.BodyNotLive => "the live API has no body here",
        DifferenceKind.MediaTypeNotOurs => $"the live API has the media type {First.Detail}",
        DifferenceKind.MediaTypeNotLive => $"the live API does not have the media type {First.Detail}",
        DifferenceKind.FieldNotOurs => $"the live API has the {Live} field",
        DifferenceKind.FieldNotLive => "the live API does not have the field",
        DifferenceKind.Required => $"{Live} in the live API, {Ours} in the contract",
        DifferenceKind.Nullable => $"{Live} in the live API, {Ours} in the contract",
        DifferenceKind.Type => $"{Live} in the live API, {Ours} in the contract",
        DifferenceKind.Format => $"format {Live ?? "none"} in the live API, {Ours ?? "none"} in the contract",
        DifferenceKind.EnumOrOpen =>
            Ours is null ? $"the live API lists its values ({Live}), the contract does not" : $"the contract lists its values ({Ours}), the live API does not",
        DifferenceKind.EnumValueNotOurs => $"the live API has the value {First.Detail}",
        DifferenceKind.EnumValueNotLive => $"the live API does not have the value {First.Detail}",
        DifferenceKind.Default => $"default {Live ?? "none"} in the live API, {Ours ?? "none"} in the contract",
        DifferenceKind.Bound => $"{First.Detail} {Live ?? "none"} in the live API, {Ours ?? "none"} in the contract",
        DifferenceKind.FurtherFields => "the live API rejects undeclared fields",
        DifferenceKind.Deprecated => Live is null ? "no longer deprecated in the live API" : "deprecated in the live API",
        _ => Kind.ToString(),
    };
}
