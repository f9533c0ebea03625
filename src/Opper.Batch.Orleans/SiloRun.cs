using Opper.Batch.Orleans.Grains;
using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>The requests of one silo to the cluster. Grains of a failed silo are unavailable until the failure has been detected, so requests are
/// retried.</summary>
internal sealed class SiloRun(IGrainFactory grains, BatchJob job, string silo, Action joined, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(job.Name);

    public TimeProvider Time => time;

    /// <summary>What identifies the folder of the results, once it is known.</summary>
    public Guid? Folder { get; private set; }

    /// <summary>Reports the folder of the results.</summary>
    /// <exception cref="InvalidOperationException">The other silos have another one.</exception>
    public async Task JoinAsync(Guid folder, int silos, CancellationToken cancellationToken)
    {
        Folder = folder;
        await BeatAsync(0, [], silos, cancellationToken).ConfigureAwait(false);
        joined();
    }

    public Task<SiloShare> BeatAsync(int inFlight, Dictionary<int, PartitionCounts> open, int silos, CancellationToken cancellationToken) =>
        AskAsync(() => _run.BeatAsync(new SiloReport(silo, inFlight, open, job.LeaseTime, silos, job.Partitions, job.BudgetLimit, Folder)), cancellationToken);

    // If the response is lost, no silo has the granted amount, so less than the budget is spent, but never more.
    public Task<decimal> GrantAsync(decimal wanted, CancellationToken cancellationToken) =>
        AskAsync(() => _run.GrantAsync(wanted, job.MaxRowCost ?? 0, job.BudgetLimit!.Value), cancellationToken);

    // Only once, because an amount that is returned twice could be spent twice.
    public Task ReturnAsync(decimal amount, CancellationToken cancellationToken) =>
        _run.GrantAsync(-amount, 0, job.BudgetLimit!.Value).WaitAsync(cancellationToken);

    public Task<int?> NextAsync(CancellationToken cancellationToken) => AskAsync(() => _run.NextAsync(job.Partitions), cancellationToken);

    public Task<long> LeaseAsync(int partition, CancellationToken cancellationToken) =>
        AskAsync(() => Partition(partition).LeaseAsync(job.LeaseTime), cancellationToken);

    public Task<bool> RenewAsync(int partition, long lease, CancellationToken cancellationToken) =>
        AskAsync(() => Partition(partition).RenewAsync(lease), cancellationToken);

    public async Task CompleteAsync(int partition, long lease, PartitionCounts counts, CancellationToken cancellationToken)
    {
        if (await AskAsync(() => Partition(partition).CompleteAsync(lease), cancellationToken).ConfigureAwait(false))
        {
            await CountAsync(partition, counts, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reports the totals of a completed partition.</summary>
    public Task CountAsync(int partition, PartitionCounts counts, CancellationToken cancellationToken) =>
        AskAsync(() => Done(_run.CompleteAsync(partition, counts)), cancellationToken);

    /// <summary>Whether all partitions are complete, or the budget is exhausted.</summary>
    public Task<bool> IsEndedAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var status = await _run.GetStatusAsync(job.BudgetLimit).ConfigureAwait(false);
        return status.DonePartitions == job.Partitions || status.IsExceeded;
    }, cancellationToken);

    public Task ExceedAsync(CancellationToken cancellationToken) => AskAsync(() => Done(_run.ExceedAsync(job.BudgetLimit!.Value)), cancellationToken);

    private IPartitionGrain Partition(int partition) =>
        grains.GetGrain<IPartitionGrain>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{job.Name}/{partition}"));

    private async Task<T> AskAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await question().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                await Task.Delay(Again, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
