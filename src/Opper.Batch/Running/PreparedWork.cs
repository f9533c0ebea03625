namespace Opper.Batch.Running;

/// <param name="Fingerprint">Identifies the work on the inputs.</param>
/// <param name="Call">Creates the output of a row.</param>
internal sealed record PreparedWork<TIn, TOut>(string Fingerprint, Func<TIn, CancellationToken, Task<TOut>> Call);
