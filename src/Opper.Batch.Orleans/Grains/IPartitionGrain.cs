using Orleans;

namespace Opper.Batch.Orleans.Grains;

/// <summary>The grain of one partition, which is leased to at most one silo at a time. Its key consists of the name of the job and the number of the
/// partition.</summary>
[Alias("Opper.Batch.Partition")]
internal interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>The lease number of a completed partition.</summary>
    const long Done = -1;

    /// <summary>Leases the partition, if it is available. The lease ends if it is not renewed in time.</summary>
    /// <returns>The number of the lease; 0 if another silo has one, and <see cref="Done"/> if the partition is complete.</returns>
    [Alias("Lease")]
    Task<long> LeaseAsync(TimeSpan duration);

    /// <returns>Whether the lease is still valid.</returns>
    [Alias("Renew")]
    Task<bool> RenewAsync(long lease);

    /// <returns>Whether the lease was still valid, so that its results are used.</returns>
    [Alias("Complete")]
    Task<bool> CompleteAsync(long lease);
}
