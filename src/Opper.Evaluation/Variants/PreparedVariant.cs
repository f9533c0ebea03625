namespace Opper.Evaluation.Variants;

/// <param name="Fingerprint">Identifies the variant across runs.</param>
/// <param name="Call">Answers an input.</param>
internal sealed record PreparedVariant(string Fingerprint, Func<RawJson, CancellationToken, Task<EvaluationAnswer>> Call);
