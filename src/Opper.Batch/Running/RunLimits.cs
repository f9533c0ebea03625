using Opper.Batch.Budgets;
using Opper.Batch.Pacing;

namespace Opper.Batch.Running;

/// <summary>Decides when a row may be started, depending on the results of earlier calls.</summary>
internal sealed class RunLimits(BatchOptions options, ConcurrencyLimit concurrency, RunTally tally) : IDisposable
{
    private readonly Pace _pace = new(options.TimeProvider);
    private readonly ConfiguredRates _rates = new(options.RequestsPerMinute, options.TokensPerMinute);
    private readonly SemaphoreSlim _ended = new(0);
    private long _lastSuccess = options.TimeProvider.GetTimestamp();
    private bool _isWaiting;

    /// <summary>Reserves a slot for a row, and its share of the budget. Not thread-safe.</summary>
    /// <returns>Whether the budget allows it.</returns>
    public async ValueTask<bool> BeginAsync<TIn, TOut>(BudgetAccount? budget, BatchRow<TIn, TOut> row, CancellationToken cancellationToken)
    {
        await concurrency.AcquireAsync(cancellationToken).ConfigureAwait(false);
        var isBegun = false;
        try
        {
            row.Turn = await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
            var isAllowed = budget is null || await ReserveAsync(budget, row, cancellationToken).ConfigureAwait(false);
            // A row that ends the run also releases its slot, which may come before the waiting ends.
            cancellationToken.ThrowIfCancellationRequested();
            return isBegun = isAllowed;
        }
        finally
        {
            if (!isBegun)
            {
                concurrency.Release();
            }
        }
    }

    /// <summary>Releases the slot.</summary>
    public void End()
    {
        concurrency.Release();
        if (Volatile.Read(ref _isWaiting))
        {
            _ended.Release();
        }
    }

    /// <summary>Waits until the configured rates allow a call.</summary>
    /// <returns>The number of tokens reserved.</returns>
    public ValueTask<long> WaitForRatesAsync(CancellationToken cancellationToken) => _rates.WaitAsync(cancellationToken);

    /// <summary>Waits until a rejected row may be retried; its slot is available to other rows meanwhile.</summary>
    public async Task WaitToRepeatAsync<TIn, TOut>(BatchRow<TIn, TOut> row, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        concurrency.Suspend();
        try
        {
            if (retryAfter is { } wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await concurrency.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }

        // After the slot, so that calls start in the order of their turns.
        row.Turn = await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Succeeded(long turn, TimeSpan latency, long tokens, long estimate)
    {
        Volatile.Write(ref _lastSuccess, options.TimeProvider.GetTimestamp());
        concurrency.Succeeded(latency);
        _pace.Succeeded(turn);
        _rates.Used(tokens, estimate);
    }

    /// <returns>Whether to retry the row.</returns>
    public bool Refused(long turn, long started, TimeSpan? retryAfter)
    {
        tally.Refuse();
        _pace.Rejected(turn, options.TimeProvider.GetElapsedTime(started), retryAfter);
        concurrency.Refused(started, _pace.Rate);
        return options.MaxRefusalTime == Timeout.InfiniteTimeSpan
            || options.TimeProvider.GetElapsedTime(Volatile.Read(ref _lastSuccess)) < options.MaxRefusalTime;
    }

    public void Dispose()
    {
        _pace.Dispose();
        _rates.Dispose();
        _ended.Dispose();
    }

    private async ValueTask<long> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        var turn = await _pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (options.Pause is { } pause && await pause.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            // Nothing could succeed meanwhile.
            Volatile.Write(ref _lastSuccess, options.TimeProvider.GetTimestamp());
        }

        return turn;
    }

    // If too little is left, rows in flight may cost less than reserved, so they are awaited.
    private async ValueTask<bool> ReserveAsync<TIn, TOut>(BudgetAccount budget, BatchRow<TIn, TOut> row, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isWaiting, true);
        try
        {
            while (true)
            {
                // Includes this row. Read before the budget, so that the end of the last row is not missed.
                var isAlone = concurrency.InFlight <= 1;
                if (budget.TryReserve(options.MaxRowCost, first: null, out var amount))
                {
                    row.Reserved = amount;
                    return true;
                }

                if (isAlone)
                {
                    return false;
                }

                await _ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _isWaiting, false);
        }
    }
}
