namespace Opper.Evaluation.Running;

/// <summary>An output in the journal.</summary>
/// <param name="Json">The JSON of the output.</param>
/// <param name="SpanId">The span of the call.</param>
internal sealed record RecordedOutput(string Json, string? SpanId);
