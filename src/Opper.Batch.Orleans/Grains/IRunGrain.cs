using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The grain that distributes the rate and the budget of a job among silos, and has its progress. Its key is the name of the job.</summary>
[Alias("Opper.Batch.Run")]
internal interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Reports that a silo is active, with its progress, and returns its share of the rate. Must be repeated within the lease time.</summary>
    /// <exception cref="InvalidOperationException">The job has another number of partitions, or another folder.</exception>
    [Alias("Beat")]
    Task<SiloShare> BeatAsync(SiloReport report);

    /// <summary>Grants a part of the budget to a silo, or takes back an unspent amount, for which the parameter is negative.</summary>
    /// <returns>The granted amount; 0 if nothing is left.</returns>
    [Alias("Grant")]
    Task<decimal> GrantAsync(decimal wanted, decimal ofRow, decimal limit);

    /// <summary>A partition that may be available, or <see langword="null"/> if all are complete.</summary>
    [Alias("Next")]
    Task<int?> NextAsync(int partitions);

    [Alias("Complete")]
    Task CompleteAsync(int partition, PartitionCounts counts);

    /// <summary>Reports that the budget does not allow another row, so that all silos stop.</summary>
    [Alias("Exceed")]
    Task ExceedAsync(decimal limit);

    /// <summary>Stops all active silos.</summary>
    [Alias("Cancel")]
    Task CancelAsync();

    [Alias("Status")]
    Task<RunStatus> GetStatusAsync(decimal? limit);
}
