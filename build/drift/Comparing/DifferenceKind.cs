namespace Opper.Drift.Comparing;

/// <summary>What differs. "Not ours": the live document has it, the contract does not; "not live" the other way round.</summary>
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
