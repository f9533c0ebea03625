using Opper.Drift.Comparing;

namespace Opper.Drift.OnPurpose;

/// <summary>Kinds of difference that a rule explains better than a list of places. on-purpose.yaml switches each on and says why.</summary>
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

        // In an answer the contract allows more than the live API promises.
        ["tolerant-answers"] = (difference, _) => difference is { Use.Direction: Direction.Response, OursIsWider: true,
            Kind: DifferenceKind.Required or DifferenceKind.Nullable or DifferenceKind.Type or DifferenceKind.Bound },

        // A field of an answer that other answers of the same schema have.
        ["shared-answers"] = (difference, comparison) =>
            difference is { Kind: DifferenceKind.FieldNotLive, Use.Direction: Direction.Response, IsOptional: true, Detail: { } field }
                && comparison.IsLiveSomewhere(difference.Target, field),

        // Null where the value may be absent, except in a PATCH.
        ["null-is-absent"] = (difference, _) =>
            difference is { Kind: DifferenceKind.Nullable, IsOptional: true } && !(difference.IsPatch && difference.Use.IsSent),

        // No format uuid.
        ["plain-ids"] = (difference, _) => difference is { Kind: DifferenceKind.Format, Live: "uuid", Ours: null },

        // int32, int64, double and decimal choose a .NET type.
        ["number-formats"] = (difference, _) => difference is { Kind: DifferenceKind.Format, Live: null, Ours: { } format } && NumberFormats.Contains(format),

        // One side lists values, the other leaves them open.
        ["open-enums"] = (difference, _) => difference.Kind == DifferenceKind.EnumOrOpen,

        // A value that an answer no longer has.
        ["known-values"] = (difference, _) => difference is { Kind: DifferenceKind.EnumValueNotLive, Use.Direction: Direction.Response },

        // Free JSON where the live API takes one of several forms.
        ["free-json"] = (difference, _) =>
            difference is { Kind: DifferenceKind.Type, Ours: "any JSON", Live: { } types } && types.Contains(" or ", StringComparison.Ordinal),

        // The contract states a default that the live document does not.
        ["documented-defaults"] = (difference, _) => difference is { Kind: DifferenceKind.Default, Live: null },
    };
}
