using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <param name="Silos">The number of active silos.</param>
/// <param name="IsExceeded">Whether the budget is exhausted.</param>
/// <param name="Cancellations">The number of cancellations of the job; silos that were started before the last one stop.</param>
[GenerateSerializer]
[Alias("Opper.Batch.SiloShare")]
internal sealed record SiloShare(int Silos, bool IsExceeded, int Cancellations);
