using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Opper.Batch.Orleans.Grains;
using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>Tells how far the jobs of a cluster are, from any of its silos.</summary>
public sealed class BatchCluster
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Exception> _failures = new();
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly long _started;

    internal BatchCluster(IGrainFactory grains, TimeProvider time)
    {
        (_grains, _time, _started) = (grains, time, time.GetTimestamp());
    }

    /// <summary>How far a job is. Rows of partitions that are not done count as their silos reported them last.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The rows of all silos, since the job began, and what they cost.</returns>
    public async Task<BatchProgress> GetProgressAsync(BatchJob job, CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(job, cancellationToken).ConfigureAwait(false);
        return new BatchProgress { Done = status.Counts.Rows, Failed = status.Counts.Failed, Cost = status.Counts.Cost, InFlight = status.InFlight, Concurrency = status.Silos * job.ConcurrencyOfSilo, Elapsed = _time.GetElapsedTime(_started) };
    }

    /// <summary>Waits until all rows of a job have results.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the waiting, not the job.</param>
    /// <returns>What the job came to.</returns>
    /// <exception cref="OpperBudgetExceededException">The budget has no room for another row.</exception>
    public async Task<BatchSummary> WaitAsync(BatchJob job, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var status = await StatusAsync(job, cancellationToken).ConfigureAwait(false);
            if (status.DonePartitions == job.Partitions)
            {
                return new BatchSummary { Rows = status.Counts.Rows, Failed = status.Counts.Failed, Cost = status.Counts.Cost };
            }

            if (status.IsExceeded && status.InFlight == 0)
            {
                throw new OpperBudgetExceededException(job.BudgetLimit ?? 0, status.Granted);
            }

            if (_failures.TryGetValue(job.Name, out var failure))
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    internal void Fail(BatchJob job, Exception failure) => _failures[job.Name] = failure;

    private async Task<RunStatus> StatusAsync(BatchJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        while (true)
        {
            try
            {
                return await _grains.GetGrain<IRunGrain>(job.Name).GetStatusAsync(job.Partitions).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Its silo died, and the others have not noticed yet.
                await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
