using Orleans;

namespace Opper.Batch.Orleans.Grains;

[GenerateSerializer]
[Alias("Opper.Batch.RunStatus")]
internal sealed record RunStatus([property: Id(0)] PartitionCounts Counts, [property: Id(1)] int DonePartitions, [property: Id(2)] int Silos, [property: Id(3)] int InFlight, [property: Id(4)] decimal Granted, [property: Id(5)] bool IsExceeded);
