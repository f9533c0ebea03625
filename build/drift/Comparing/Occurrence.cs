using Microsoft.OpenApi;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>A difference seen at one use. The same place of the contract may be used by many operations.</summary>
internal sealed record Occurrence(DifferenceKind Kind, Group Group, Pointer Target, string Where, Use Use)
{
    /// <summary>Name of the field, parameter, status, value or bound meant.</summary>
    public string? Detail { get; init; }

    public string? Ours { get; init; }

    public string? Live { get; init; }

    /// <summary>Whether the contract allows all that the live document does, and more.</summary>
    public bool OursIsWider { get; init; }

    /// <summary>Whether the contract lets the value be absent.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether the value belongs to the body of a PATCH.</summary>
    public bool IsPatch { get; init; }

    /// <summary>The schemas of the live document, where there is something to take over.</summary>
    public IReadOnlyList<SchemaAt> LiveSchemas { get; init; } = [];

    /// <summary>The operations meant.</summary>
    public ApiOperation? OurOperation { get; init; }

    public ApiOperation? LiveOperation { get; init; }

    public IOpenApiParameter? LiveParameter { get; init; }

    /// <summary>Reason why it is so on purpose.</summary>
    public string? Reason { get; init; }
}
