namespace Opper.Evaluation.Variants;

/// <param name="Fingerprint">What tells the variant from what it was in an earlier run.</param>
/// <param name="Call">Answers an input.</param>
internal sealed record PreparedVariant(string Fingerprint, Func<RawJson, CancellationToken, Task<EvaluationAnswer>> Call);
