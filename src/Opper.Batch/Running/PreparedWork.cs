namespace Opper.Batch.Running;

/// <param name="Fingerprint">What tells the work from other work.</param>
/// <param name="Call">Makes the output of a row.</param>
internal sealed record PreparedWork<TIn, TOut>(string Fingerprint, Func<TIn, CancellationToken, Task<TOut>> Call);
