using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>What is kept of a job: the partitions that are done, and what was given out of the budget. What a silo that died had left of it counts as spent.</summary>
[GenerateSerializer]
[Alias("Opper.Batch.RunState")]
internal sealed class RunState
{
    [Id(0)]
    public HashSet<int> Done { get; set; } = [];

    [Id(1)]
    public PartitionCounts Counts { get; set; } = new(0, 0, 0);

    [Id(2)]
    public decimal Granted { get; set; }

    [Id(3)]
    public bool IsExceeded { get; set; }
}
