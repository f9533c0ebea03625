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

    /// <summary>The greatest limit that had no room for another row: a job with a greater one goes on.</summary>
    [Id(3)]
    public decimal? ExceededLimit { get; set; }

    /// <summary>When the first silo began.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How many parts the rows come in.</summary>
    [Id(5)]
    public int Partitions { get; set; }

    /// <summary>How often the job was cancelled.</summary>
    [Id(6)]
    public int Cancellations { get; set; }

    public bool IsExceeded(decimal? limit) => limit <= ExceededLimit;
}
