using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The grain that shares the rate and the budget of a job among silos, and knows how far it is. Its key is the job's name.</summary>
[Alias("Opper.Batch.Run")]
internal interface IRunGrain : IGrainWithStringKey
{
    /// <summary>A silo says that it is there and what it has done, and hears its share. To be repeated within the time of a lease.</summary>
    /// <exception cref="InvalidOperationException">The job has another number of partitions.</exception>
    [Alias("Beat")]
    Task<SiloShare> BeatAsync(SiloReport report);

    /// <summary>Gives a silo a part of the budget to spend, or takes back what it did not: what is wanted is negative then.</summary>
    /// <returns>How much; 0 where nothing is left.</returns>
    [Alias("Grant")]
    Task<decimal> GrantAsync(decimal wanted, decimal ofRow, decimal limit);

    /// <summary>A partition that may be free, or <see langword="null"/> where all are done.</summary>
    [Alias("Next")]
    Task<int?> NextAsync(int partitions);

    [Alias("Complete")]
    Task CompleteAsync(int partition, PartitionCounts counts);

    /// <summary>The budget has no room for another row: all silos stop.</summary>
    [Alias("Exceed")]
    Task ExceedAsync(decimal limit);

    /// <summary>All silos that are there stop.</summary>
    [Alias("Cancel")]
    Task CancelAsync();

    [Alias("Status")]
    Task<RunStatus> GetStatusAsync(decimal? limit);
}
