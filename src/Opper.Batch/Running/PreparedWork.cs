using Opper.Batch.Budgets;

namespace Opper.Batch.Running;

/// <param name="Fingerprint">Identifies the work on the inputs.</param>
/// <param name="Call">Creates the output of a row.</param>
/// <param name="Prices">What calls cost whose answers do not report it, if that can be looked up.</param>
internal sealed record PreparedWork<TIn, TOut>(string Fingerprint, Func<TIn, CancellationToken, Task<TOut>> Call, ModelPrices? Prices = null);
