namespace Opper.Evaluation.Running;

/// <summary>An answer in the journal.</summary>
/// <param name="Json">The JSON of the answer.</param>
/// <param name="SpanId">The span of the call.</param>
internal sealed record RecordedAnswer(string Json, string? SpanId);
