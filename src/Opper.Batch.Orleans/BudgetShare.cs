namespace Opper.Batch.Orleans;

/// <summary>The amount of the budget that a silo may currently spend. It is granted for several rows at a time, so that not each row needs a request.</summary>
internal sealed class BudgetShare(SiloRun run, BatchJob job) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private readonly GrantFile _file = new(job);
    private readonly CancellationTokenSource _closed = new();
    private readonly decimal _ofRow = job.MaxRowCost ?? 0;

    // The least amount before more is requested, and what is requested. More than the limit is never granted.
    private readonly decimal _least = Math.Min(job.BudgetLimit ?? 0, (job.MaxRowCost ?? 0) * job.ConcurrencyOfSilo);
    private Task _refill = Task.CompletedTask;
    private decimal _available;
    private int _inFlight;
    private bool _isDry;

    /// <summary>Whether a row was rejected because the budget is exhausted.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Reserves the maximum cost of a row.</summary>
    /// <returns>Whether the amount was available, or there is no budget.</returns>
    public async Task<bool> ReserveAsync(CancellationToken cancellationToken)
    {
        while (job.BudgetLimit is not null && !TryReserve())
        {
            await RefillAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            bool isEnough;
            lock (_lock)
            {
                isEnough = _available >= _ofRow;
                if (!isEnough && _inFlight == 0)
                {
                    IsExhausted = true;
                    return false;
                }
            }

            if (!isEnough)
            {
                // Rows in flight may cost less than reserved.
                await Task.Delay(Again, run.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <summary>Replaces the amount reserved for a row by its cost.</summary>
    public void Settle(decimal cost)
    {
        lock (_lock)
        {
            _available += job.BudgetLimit is null ? 0 : _ofRow - cost;
            _inFlight--;
        }
    }

    /// <summary>Returns the unspent amount.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        await _refill.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_available > 0)
        {
            await run.ReturnAsync(_available, cancellationToken).ConfigureAwait(false);
            _file.Add(-_available);
            _available = 0;
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private bool TryReserve()
    {
        lock (_lock)
        {
            if (_available < _ofRow)
            {
                return false;
            }

            _available -= _ofRow;
            _inFlight++;
            if (!_isDry && _available < _least)
            {
                _ = RefillAsync();
            }

            return true;
        }
    }

    private Task RefillAsync()
    {
        lock (_lock)
        {
            return _refill = _refill.IsCompleted ? GrantAsync() : _refill;
        }
    }

    private async Task GrantAsync()
    {
        // Recorded before it can be spent.
        var wanted = Math.Max(_ofRow, 2 * _least);
        _file.Add(wanted);
        var granted = await run.GrantAsync(wanted, _closed.Token).ConfigureAwait(false);
        _file.Add(granted - wanted);
        lock (_lock)
        {
            _available += granted;
            _isDry = granted == 0;
        }
    }
}
