namespace Opper;

/// <summary>A span and its trace.</summary>
/// <param name="SpanId">The id of the span (a UUID).</param>
/// <param name="TraceId">The id of its trace (a UUID).</param>
public sealed record OpperSpanContext(string SpanId, string TraceId);
