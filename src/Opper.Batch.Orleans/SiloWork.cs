using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Opper.Batch.Orleans.Grains;

namespace Opper.Batch.Orleans;

/// <summary>Runs a job on one silo: leases partitions, runs their rows, and renews its leases meanwhile.</summary>
internal sealed class SiloWork<TIn, TOut>(BatchJob<TIn, TOut> job, SiloRun run)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, LeasedPartition<TIn, TOut>> _open = new();
    private readonly RateShare _rate = new(job, run.Time);
    private int _inFlight;
    private int _cancellations;
    private bool _isCancelled;
    private Exception? _failure;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Leases are renewed until the last row in flight has ended.
        using var drained = new CancellationTokenSource();
        using var budget = new BudgetShare(run, job);
        var share = await run.BeatAsync(0, [], 0, cancellationToken).ConfigureAwait(false);
        (_rate.Silos, _cancellations) = (share.Silos, share.Cancellations);
        var beating = BeatAsync(ended, drained.Token);
        try
        {
            await run.JoinAsync(JobFolder.Claim(job), share.Silos, cancellationToken).ConfigureAwait(false);
            var runner = BatchRunner.For<LeasedRow<TIn, TOut>, bool>((row, token) => CallAsync(row, budget, ended, token), new BatchOptions
            {
                Name = job.Name,
                MaxConcurrency = job.ConcurrencyOfSilo,
                InitialConcurrency = Math.Min(8, job.ConcurrencyOfSilo),
                IsAdaptive = job.IsAdaptive,
                TimeProvider = run.Time,
            });
            await foreach (var item in runner.RunAsync(RowsAsync(ended.Token), ended.Token).ConfigureAwait(false))
            {
                if (item.Error?.Exception is { } exception && !ended.IsCancellationRequested)
                {
                    // For example, calls were rejected for too long: the partition remains available to other silos.
                    await FailAsync(exception, ended).ConfigureAwait(false);
                }
            }
        }
        catch (OpperBudgetExceededException) when (budget.IsExhausted)
        {
            await run.ExceedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!ended.IsCancellationRequested)
        {
            // A source that times out throws the same exception.
            throw new InvalidOperationException($"The rows of '{job.Name}' cannot be read.", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another silo reported that the budget is exhausted, or the job was canceled.
        }
        finally
        {
            await drained.CancelAsync().ConfigureAwait(false);
            await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var partition in _open.Values)
            {
                partition.Dispose();
            }

            // A stopping host still has its silo.
            using var patience = new CancellationTokenSource(Farewell, run.Time);
            await budget.ReturnAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)run.BeatAsync(0, [], _rate.Silos, patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_failure is not null)
        {
            throw _failure as IOException ?? (Exception)new InvalidOperationException($"A row of '{job.Name}' has no result: {_failure.Message}", _failure);
        }

        if (_isCancelled)
        {
            throw new OperationCanceledException($"The job '{job.Name}' was canceled.");
        }
    }

    private async IAsyncEnumerable<LeasedRow<TIn, TOut>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var refused = 0;
        while (await run.NextAsync(cancellationToken).ConfigureAwait(false) is { } number)
        {
            var lease = _open.ContainsKey(number) ? 0 : await run.LeaseAsync(number, cancellationToken).ConfigureAwait(false);
            if (lease == 0)
            {
                if (++refused > 2)
                {
                    await Task.Delay(Again, run.Time, cancellationToken).ConfigureAwait(false);
                }

                continue;
            }

            refused = 0;
            var (done, counts) = await PartitionFile<TIn, TOut>.ReadDoneAsync(job, number, cancellationToken).ConfigureAwait(false);
            if (lease == IPartitionGrain.Done)
            {
                // The silo that completed the partition failed before it could report that.
                await run.CountAsync(number, counts, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var file = new PartitionFile<TIn, TOut>(job, number, lease);
            var partition = new LeasedPartition<TIn, TOut>(number, lease, file, counts);
            _open[number] = partition;
            var index = 0L;
            await foreach (var input in job.Read(number).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!done.TryGetValue(index, out var recorded))
                {
                    partition.Begin();
                    yield return new LeasedRow<TIn, TOut>(partition, index, input);
                }
                else if (!file.IsSame(input, recorded))
                {
                    throw new InvalidDataException($"Row {index} of partition {number} is not the one whose result is in the folder '{job.Folder}'. "
                        + $"'{job.Name}' must read the same rows in the same order each time; use another name and folder for other rows.");
                }

                index++;
            }

            await EndAsync(partition, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> CallAsync(LeasedRow<TIn, TOut> row, BudgetShare budget, CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(row, budget, ended.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (!ended.IsCancellationRequested)
        {
            // No result of a call can be an exception, so one could not be written. No other row is started in its place.
            await FailAsync(exception, ended).ConfigureAwait(false);
            throw;
        }
    }

    // Rows in flight are still recorded, where that is possible.
    private Task FailAsync(Exception exception, CancellationTokenSource ended)
    {
        Interlocked.CompareExchange(ref _failure, exception, null);
        return ended.CancelAsync();
    }

    private async Task<bool> CallAsync(LeasedRow<TIn, TOut> row, BudgetShare budget, CancellationToken ended, CancellationToken cancellationToken)
    {
        if (row.Partition.IsLost)
        {
            await EndAsync(row.Partition, cancellationToken).ConfigureAwait(false);
            return false;
        }

        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken))
        {
            await _rate.WaitAsync(waiting.Token).ConfigureAwait(false);
            if (!await budget.ReserveAsync(waiting.Token).ConfigureAwait(false))
            {
                throw new OpperBudgetExceededException(job.BudgetLimit!.Value, job.BudgetLimit!.Value);
            }
        }

        Interlocked.Increment(ref _inFlight);
        var meter = new CostMeter();
        try
        {
            ended.ThrowIfCancellationRequested();
            row.Partition.Add(await ResultAsync(row, meter, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            budget.Settle(meter.IsCostUnknown ? Math.Max(meter.Cost, job.MaxRowCost ?? 0) : meter.Cost);
        }

        await EndAsync(row.Partition, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<BatchItem<TIn, TOut>> ResultAsync(LeasedRow<TIn, TOut> row, CostMeter meter, CancellationToken cancellationToken)
    {
        using var observed = meter.Observe();
        try
        {
            var output = await job.Call(row.Input, cancellationToken).ConfigureAwait(false);
            return new BatchItem<TIn, TOut>(row.Index, row.Input) { Output = output, Cost = meter.Cost };
        }
        catch (Exception exception) when (exception is not (OpperRateLimitException or OpperAuthenticationException or OpperBudgetExceededException)
            && !cancellationToken.IsCancellationRequested)
        {
            return new BatchItem<TIn, TOut>(row.Index, row.Input) { Error = BatchError.Of(exception), Cost = meter.Cost };
        }
    }

    private async Task EndAsync(LeasedPartition<TIn, TOut> partition, CancellationToken cancellationToken)
    {
        if (!partition.End())
        {
            return;
        }

        if (!partition.IsLost)
        {
            partition.Check();
            await run.CompleteAsync(partition.Number, partition.Lease, partition.Counts, cancellationToken).ConfigureAwait(false);
        }

        _open.TryRemove(partition.Number, out _);
        partition.Dispose();
    }

    // The calls are independent: a grain whose silo has failed responds only after the failure has been detected, and the other leases must be renewed
    // meanwhile.
    private async Task BeatAsync(CancellationTokenSource ended, CancellationToken drained)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(1, job.LeaseTime.TotalSeconds / 8));
        var report = Task.CompletedTask;
        while (!drained.IsCancellationRequested)
        {
            foreach (var partition in _open.Values)
            {
                partition.Renewal = partition.Renewal.IsCompleted ? RenewAsync(partition, drained) : partition.Renewal;
            }

            report = report.IsCompleted ? ReportAsync(ended, drained) : report;
            await Task.Delay(pause, run.Time, drained).ConfigureAwait(false);
        }
    }

    private async Task RenewAsync(LeasedPartition<TIn, TOut> partition, CancellationToken cancellationToken) =>
        partition.IsLost |= !await run.RenewAsync(partition.Number, partition.Lease, cancellationToken).ConfigureAwait(false)
            && _open.ContainsKey(partition.Number);

    private async Task ReportAsync(CancellationTokenSource ended, CancellationToken drained)
    {
        var share = await run.BeatAsync(Volatile.Read(ref _inFlight), _open.ToDictionary(static part => part.Key, static part => part.Value.Counts),
            _rate.Silos, drained).ConfigureAwait(false);
        _rate.Silos = share.Silos;
        // There are fewer if the storage has lost the state of the job.
        _isCancelled |= share.Cancellations > _cancellations;
        _cancellations = share.Cancellations;
        if (share.IsExceeded || _isCancelled)
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }
}
