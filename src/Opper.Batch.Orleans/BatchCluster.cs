using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Grains;
using Orleans;
using Orleans.Runtime;

namespace Opper.Batch.Orleans;

/// <summary>Returns the progress of the jobs of a cluster, on any of its silos.</summary>
public sealed class BatchCluster
{
    /// <summary>The name of the grain storage in which the state of the jobs is.</summary>
    public const string StorageName = "opper-batch";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Exception> _failures = new();

    // Whether this silo takes part in a job, and has found the folder of its results.
    private readonly Dictionary<string, TaskCompletionSource> _joined;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (long Rows, TimeSpan Elapsed)> _reported = new();

    internal BatchCluster(IGrainFactory grains, TimeProvider time, IEnumerable<BatchJob> jobs) =>
        (_grains, _time, _joined) = (grains, time, jobs.ToDictionary(static job => job.Name,
            static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));

    /// <summary>The progress of a job, which is the same on each silo. Rows of incomplete partitions are included as their silos last reported them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The rows of all silos since the start of the job, and their cost.</returns>
    /// <exception cref="ArgumentException">The job is not one of this silo.</exception>
    public async Task<BatchProgress> GetProgressAsync(BatchJob job, CancellationToken cancellationToken = default)
    {
        var status = await StatusAsync(job, cancellationToken).ConfigureAwait(false);
        var (rows, elapsed) = _reported.GetValueOrDefault(job.Name);
        var seconds = (status.Elapsed - elapsed).TotalSeconds;
        _reported[job.Name] = (status.Counts.Rows, status.Elapsed);
        return new BatchProgress
        {
            Done = status.Counts.Rows,
            Failed = status.Counts.Failed,
            Cost = status.Counts.Cost,
            Rate = seconds > 0 ? Math.Max(0, status.Counts.Rows - rows) / seconds : 0,
            InFlight = status.InFlight,
            Concurrency = (int)Math.Min(int.MaxValue, (long)status.Silos * job.ConcurrencyOfSilo),
            Elapsed = status.Elapsed,
        };
    }

    /// <summary>Cancels a job on all active silos: they start no further rows, and record those in flight. A silo that is started later resumes the
    /// job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="ArgumentException">The job is not one of this silo.</exception>
    public Task CancelAsync(BatchJob job, CancellationToken cancellationToken = default) => AskAsync(job, static async grain =>
    {
        await grain.CancelAsync().ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Waits until all rows of a job have results.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels waiting, but not the job.</param>
    /// <returns>The totals of the job.</returns>
    /// <exception cref="ArgumentException">The job is not one of this silo.</exception>
    /// <exception cref="IOException">The folder of the results cannot be read or written; the message has the path.</exception>
    /// <exception cref="InvalidOperationException">The folder has the results of another job, or is not that of the other silos.</exception>
    /// <exception cref="OpperBudgetExceededException">The budget does not allow another row.</exception>
    /// <exception cref="OperationCanceledException">The job was canceled on any silo, or waiting was canceled.</exception>
    public async Task<BatchSummary> WaitAsync(BatchJob job, CancellationToken cancellationToken = default)
    {
        // A silo that has another folder than the others would return totals of results that nobody finds in it.
        await TaskOf(job).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    internal void Join(BatchJob job) => TaskOf(job).TrySetResult();

    internal void Fail(BatchJob job, Exception failure)
    {
        _failures[job.Name] = failure;
        TaskOf(job).TrySetException(failure);
    }

    internal void Leave(BatchJob job) => TaskOf(job).TrySetCanceled();

    private Task<RunStatus> StatusAsync(BatchJob job, CancellationToken cancellationToken) =>
        AskAsync(job, grain => grain.GetStatusAsync(job.BudgetLimit), cancellationToken);

    private async Task<T> AskAsync<T>(BatchJob job, Func<IRunGrain, Task<T>> question, CancellationToken cancellationToken)
    {
        TaskOf(job);
        while (true)
        {
            try
            {
                return await question(_grains.GetGrain<IRunGrain>(job.Name)).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // The silo of the grain has failed, which the other silos have not detected yet.
                await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TaskCompletionSource TaskOf(BatchJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        // No silo would ever run another one, so waiting for it would not end.
        return _joined.TryGetValue(job.Name, out var joined) ? joined : throw new ArgumentException(
            $"The job '{job.Name}' is not a job of this silo. Add it to {nameof(BatchClusterOptions)}.{nameof(BatchClusterOptions.Jobs)}, or with "
            + $"{nameof(BatchHostExtensions.AddOpperBatch)}.", nameof(job));
    }
}
