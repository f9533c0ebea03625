using Orleans;

namespace Opper.Batch.Orleans.Grains;

[GenerateSerializer]
[Alias("Opper.Batch.RunStatus")]
internal sealed record RunStatus(PartitionCounts Counts, int DonePartitions, int Silos, int InFlight, decimal Granted, bool IsExceeded, TimeSpan Elapsed);
