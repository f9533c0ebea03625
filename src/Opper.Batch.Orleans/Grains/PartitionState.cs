using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The persistent state of a partition.</summary>
[GenerateSerializer]
[Alias("Opper.Batch.PartitionState")]
internal sealed class PartitionState
{
    /// <summary>The number of the last lease, greater than those before; 0 before the first.</summary>
    [Id(0)]
    public long Lease { get; set; }

    [Id(1)]
    public bool IsDone { get; set; }

    /// <summary>How long the last lease is valid unless it is renewed.</summary>
    [Id(2)]
    public TimeSpan Time { get; set; }
}
