using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The grain of one partition, which belongs to at most one silo at a time. Its key is the job's name and the partition's number.</summary>
[Alias("Opper.Batch.Partition")]
internal interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>What stands for a lease of a partition that is done.</summary>
    const long Done = -1;

    /// <summary>Takes the partition, if it is free, until the lease is not renewed in time.</summary>
    /// <returns>The number of the lease; 0 where another silo has it, and <see cref="Done"/> where there is nothing left to do.</returns>
    [Alias("Lease")]
    Task<long> LeaseAsync(TimeSpan duration);

    /// <returns>Whether the lease still holds.</returns>
    [Alias("Renew")]
    Task<bool> RenewAsync(long lease);

    /// <returns>Whether the lease still held, so that the results under it count.</returns>
    [Alias("Complete")]
    Task<bool> CompleteAsync(long lease);
}
