using Opper.Drift.Comparing;

namespace Opper.Drift.OnPurpose;

/// <summary>Kinds of differences that a rule describes better than a list of locations. on-purpose.yaml enables each and states the reason.</summary>
internal static class OnPurposeRules
{
    private static readonly HashSet<string> NumberFormats = ["int32", "int64", "float", "double", "decimal"];

    public static IReadOnlyDictionary<string, Func<Occurrence, Comparison, bool>> All { get; } = new Dictionary<string, Func<Occurrence, Comparison, bool>>(
        StringComparer.Ordinal)
    {
        // An operation marked x-opper-reference-form.
        ["reference-form-operations"] = (difference, _) =>
            difference is { Kind: DifferenceKind.OperationNotLive, OurOperation: { } operation } && operation.Has("x-opper-reference-form"),

        // The errors that the contract documents on every operation.
        ["undocumented-errors"] = (difference, _) =>
            difference is { Kind: DifferenceKind.StatusNotLive, Detail: "400" or "401" or "404" or "422" or "429" or "default" },

        // Anything in the body of an error.
        ["error-bodies"] = (difference, _) =>
            difference.Use.Direction == Direction.Error && difference.Kind is not (DifferenceKind.StatusNotOurs or DifferenceKind.StatusNotLive),

        // In a response, the contract allows more than the live API specifies.
        ["tolerant-responses"] = (difference, _) => difference is { Use.Direction: Direction.Response, OursIsWider: true,
            Kind: DifferenceKind.Required or DifferenceKind.Nullable or DifferenceKind.Type or DifferenceKind.Bound },

        // A response field that other responses with the same schema have.
        ["shared-responses"] = (difference, comparison) =>
            difference is { Kind: DifferenceKind.FieldNotLive, Use.Direction: Direction.Response, IsOptional: true, Detail: { } field }
                && comparison.IsLiveSomewhere(difference.Target, field),

        // Null for an optional value, except in a PATCH.
        ["null-is-absent"] = (difference, _) =>
            difference is { Kind: DifferenceKind.Nullable, IsOptional: true } && !(difference.IsPatch && difference.Use.IsSent),

        // No format uuid.
        ["plain-ids"] = (difference, _) => difference is { Kind: DifferenceKind.Format, Live: "uuid", Ours: null },

        // int32, int64, double and decimal select a .NET type.
        ["number-formats"] = (difference, _) => difference is { Kind: DifferenceKind.Format, Live: null, Ours: { } format } && NumberFormats.Contains(format),

        // One side lists values, the other leaves them open.
        ["open-enums"] = (difference, _) => difference.Kind == DifferenceKind.EnumOrOpen,

        // An enum value that responses no longer have.
        ["known-values"] = (difference, _) => difference is { Kind: DifferenceKind.EnumValueNotLive, Use.Direction: Direction.Response },

        // Free JSON where the live API accepts several forms.
        ["free-json"] = (difference, _) =>
            difference is { Kind: DifferenceKind.Type, Ours: "any JSON", Live: { } types } && types.Contains(" or ", StringComparison.Ordinal),

        // The contract states a default that the live document does not have.
        ["documented-defaults"] = (difference, _) => difference is { Kind: DifferenceKind.Default, Live: null },
    };
}
