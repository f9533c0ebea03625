namespace Opper.Drift.Comparing;

/// <summary>The kind of a difference. "Not ours": only the live document has it; "not live": only the contract has it.</summary>
internal enum DifferenceKind
{
    OperationNotOurs,
    OperationNotLive,
    ParameterNotOurs,
    ParameterNotLive,
    StatusNotOurs,
    StatusNotLive,
    SuccessStatus,
    BodyNotOurs,
    BodyNotLive,
    MediaTypeNotOurs,
    MediaTypeNotLive,
    FieldNotOurs,
    FieldNotLive,
    Required,
    Nullable,
    Type,
    Format,
    EnumOrOpen,
    EnumValueNotOurs,
    EnumValueNotLive,
    Default,
    Bound,
    FurtherFields,
    Deprecated,
}
