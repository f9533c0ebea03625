using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>What a silo has done so far.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="InFlight">Its calls in flight.</param>
/// <param name="Open">Its partitions that are not done, and what they have so far.</param>
/// <param name="LeaseTime">How long it is believed to be there.</param>
/// <param name="Silos">How many silos it was told last; 0 at first.</param>
/// <param name="Partitions">How many parts its job has.</param>
/// <param name="Limit">Its limit of the budget.</param>
[GenerateSerializer]
[Alias("Opper.Batch.SiloReport")]
internal sealed record SiloReport(string Silo, int InFlight, Dictionary<int, PartitionCounts> Open, TimeSpan LeaseTime, int Silos, int Partitions, decimal? Limit);
