using Microsoft.OpenApi;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>A difference at one use. Several operations may use the same part of the contract.</summary>
internal sealed record Occurrence(DifferenceKind Kind, Group Group, Pointer Target, string Where, Use Use)
{
    /// <summary>The name of the field, parameter, status, value or bound.</summary>
    public string? Detail { get; init; }

    public string? Ours { get; init; }

    public string? Live { get; init; }

    /// <summary>Whether the contract allows more than the live document.</summary>
    public bool OursIsWider { get; init; }

    /// <summary>Whether the value is optional in the contract.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether the value is part of a PATCH body.</summary>
    public bool IsPatch { get; init; }

    /// <summary>The schemas of the live document, if there is something to apply.</summary>
    public IReadOnlyList<SchemaAt> LiveSchemas { get; init; } = [];

    /// <summary>The affected operations.</summary>
    public ApiOperation? OurOperation { get; init; }

    public ApiOperation? LiveOperation { get; init; }

    public IOpenApiParameter? LiveParameter { get; init; }

    /// <summary>The reason why the difference is intended.</summary>
    public string? Reason { get; init; }
}
