namespace Opper.Evaluation.Running;

/// <summary>A score that becomes a metric of a span, once.</summary>
internal sealed record MetricRow(string SpanId, string Dimension, double Value, string? Comment);
