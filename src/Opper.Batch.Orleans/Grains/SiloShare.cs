using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <param name="Silos">How many silos share the work.</param>
/// <param name="IsExceeded">Whether the budget is used up.</param>
[GenerateSerializer]
[Alias("Opper.Batch.SiloShare")]
internal sealed record SiloShare(int Silos, bool IsExceeded);
