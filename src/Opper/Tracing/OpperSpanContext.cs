namespace Opper.Tracing;

/// <summary>A span and its trace.</summary>
/// <param name="spanId">The id of the span (a UUID).</param>
/// <param name="traceId">The id of its trace (a UUID).</param>
public sealed class OpperSpanContext(string spanId, string traceId)
{
    /// <summary>The id of the span (a UUID).</summary>
    public string SpanId { get; } = spanId;

    /// <summary>The id of its trace (a UUID).</summary>
    public string TraceId { get; } = traceId;
}
