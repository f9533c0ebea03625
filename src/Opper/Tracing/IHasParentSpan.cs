namespace Opper.Tracing;

/// <summary>A request whose work can stand under a span. What the caller wrote is not changed: the parent goes into a copy.</summary>
internal interface IHasParentSpan
{
    string? ParentSpanId { get; }

    object WithParentSpan(string spanId);
}
