using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The progress of a silo.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="InFlight">The number of its calls in flight.</param>
/// <param name="Open">Its incomplete partitions and their results so far.</param>
/// <param name="LeaseTime">How long the silo is considered active.</param>
/// <param name="Silos">The number of silos in the last response; initially 0.</param>
/// <param name="Partitions">The number of partitions of the job.</param>
/// <param name="Limit">Its budget limit.</param>
/// <param name="Folder">What identifies the folder of the results; <see langword="null"/> before the silo has found it.</param>
[GenerateSerializer]
[Alias("Opper.Batch.SiloReport")]
internal sealed record SiloReport(string Silo, int InFlight, Dictionary<int, PartitionCounts> Open, TimeSpan LeaseTime, int Silos,
    int Partitions, decimal? Limit, Guid? Folder);
