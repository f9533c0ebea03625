using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <param name="Silos">How many silos share the work.</param>
/// <param name="IsExceeded">Whether the budget is used up.</param>
/// <param name="Cancellations">How often the job was cancelled; silos that heard another number at their start end.</param>
[GenerateSerializer]
[Alias("Opper.Batch.SiloShare")]
internal sealed record SiloShare(int Silos, bool IsExceeded, int Cancellations);
