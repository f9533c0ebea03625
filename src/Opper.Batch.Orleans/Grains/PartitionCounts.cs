using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <param name="Rows">The number of rows with a result.</param>
/// <param name="Failed">The number of failed rows.</param>
/// <param name="Cost">Their cost in USD.</param>
[GenerateSerializer]
[Alias("Opper.Batch.PartitionCounts")]
internal sealed record PartitionCounts(long Rows, long Failed, decimal Cost)
{
    public static PartitionCounts None { get; } = new(0, 0, 0);

    public PartitionCounts Plus(PartitionCounts other) => new(Rows + other.Rows, Failed + other.Failed, Cost + other.Cost);
}
