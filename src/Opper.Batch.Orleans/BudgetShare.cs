namespace Opper.Batch.Orleans;

/// <summary>What a silo may spend at present of the budget of all. It is given some rows' worth at a time, before the last is used up, so that rows do not wait for the grain.</summary>
internal sealed class BudgetShare(SiloRun run, BatchJob job) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly decimal _ofRow = job.MaxRowCost ?? 0;
    private Task _refill = Task.CompletedTask;
    private decimal _available;
    private int _inFlight;
    private bool _isDry;

    /// <summary>Whether a row was refused for want of budget.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Reserves what a row may cost.</summary>
    /// <returns>Whether there was so much left, or nobody has to ask.</returns>
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
                // Rows in flight may turn out cheaper.
                await Task.Delay(Again, run.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <summary>Puts what a row cost in the place of what was reserved for it.</summary>
    public void Settle(decimal cost)
    {
        lock (_lock)
        {
            _available += job.BudgetLimit is null ? 0 : _ofRow - cost;
            _inFlight--;
        }
    }

    /// <summary>Gives back what is left, when no row is in flight any more.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        await _refill.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_available > 0)
        {
            await run.ReturnAsync(_available, cancellationToken).ConfigureAwait(false);
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
            if (!_isDry && _available < _ofRow * job.ConcurrencyOfSilo)
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
        var granted = await run.GrantAsync(_ofRow * 2 * job.ConcurrencyOfSilo, _closed.Token).ConfigureAwait(false);
        lock (_lock)
        {
            _available += granted;
            _isDry = granted == 0;
        }
    }
}
