namespace Opper.Tracing;

/// <summary>The IDs of a span and its trace.</summary>
/// <param name="spanId">The span ID (a UUID).</param>
/// <param name="traceId">The trace ID (a UUID).</param>
public sealed class OpperSpanContext(string spanId, string traceId)
{
    /// <summary>The span ID (a UUID).</summary>
    public string SpanId { get; } = spanId;

    /// <summary>The trace ID (a UUID).</summary>
    public string TraceId { get; } = traceId;
}
