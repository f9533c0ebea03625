using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The persistent state of a job: the completed partitions and the granted amounts. An amount granted to a failed silo counts as spent.</summary>
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

    /// <summary>The highest budget limit that did not allow another row; a job with a higher limit continues.</summary>
    [Id(3)]
    public decimal? ExceededLimit { get; set; }

    /// <summary>The start time of the first silo.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The number of partitions.</summary>
    [Id(5)]
    public int Partitions { get; set; }

    /// <summary>The number of cancellations of the job.</summary>
    [Id(6)]
    public int Cancellations { get; set; }

    /// <summary>What identifies the folder of the results.</summary>
    [Id(7)]
    public Guid Folder { get; set; }

    public bool IsExceeded(decimal? limit) => limit <= ExceededLimit;
}
