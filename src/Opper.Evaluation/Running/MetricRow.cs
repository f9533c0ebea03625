namespace Opper.Evaluation.Running;

/// <summary>A score that is recorded once as a metric of a span.</summary>
internal sealed record MetricRow(string SpanId, string Dimension, double Value, string? Comment);
