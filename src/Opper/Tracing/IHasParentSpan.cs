namespace Opper.Tracing;

/// <summary>A request that can have a parent span. The parent is set on a copy, because the request belongs to the caller.</summary>
internal interface IHasParentSpan
{
    string? ParentSpanId { get; }

    object WithParentSpan(string spanId);
}
