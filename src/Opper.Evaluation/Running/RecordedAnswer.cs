namespace Opper.Evaluation.Running;

/// <summary>An answer as the journal has it.</summary>
/// <param name="Json">The answer's JSON.</param>
/// <param name="SpanId">The span of the call.</param>
internal sealed record RecordedAnswer(string Json, string? SpanId);
