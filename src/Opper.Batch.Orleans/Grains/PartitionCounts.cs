using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <param name="Rows">The rows that have a result.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Cost">What they cost in USD.</param>
[GenerateSerializer]
[Alias("Opper.Batch.PartitionCounts")]
internal sealed record PartitionCounts(long Rows, long Failed, decimal Cost)
{
    public static PartitionCounts None { get; } = new(0, 0, 0);

    public PartitionCounts Plus(PartitionCounts other) => new(Rows + other.Rows, Failed + other.Failed, Cost + other.Cost);
}
