namespace Opper.Evaluation.Variants;

/// <param name="Fingerprint">Identifies the variant across runs.</param>
/// <param name="Call">Returns the output for an input.</param>
internal sealed record PreparedVariant(string Fingerprint, Func<RawJson, CancellationToken, Task<EvaluationOutput>> Call);
