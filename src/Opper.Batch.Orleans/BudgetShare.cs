namespace Opper.Batch.Orleans;

/// <summary>What a silo may spend at present of the budget of all. It is given some rows' worth at a time, so that not every row asks.</summary>
internal sealed class BudgetShare(SiloRun run, BatchJob job) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private readonly SemaphoreSlim _asking = new(1);
    private readonly decimal _ofRow = job.MaxRowCost ?? 0;
    private decimal _available;
    private int _inFlight;

    /// <summary>Whether a row was refused for want of budget.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Reserves what a row may cost.</summary>
    /// <returns>Whether there was so much left, or nobody has to ask.</returns>
    public async Task<bool> ReserveAsync(CancellationToken cancellationToken)
    {
        while (job.BudgetLimit is not null && !TryReserve())
        {
            await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (TryReserve())
                {
                    return true;
                }

                var granted = await run.GrantAsync(_ofRow * 2 * job.ConcurrencyOfSilo, cancellationToken).ConfigureAwait(false);
                lock (_lock)
                {
                    _available += granted;
                    if (_available < _ofRow && _inFlight == 0)
                    {
                        IsExhausted = true;
                        return false;
                    }
                }
            }
            finally
            {
                _asking.Release();
            }

            if (TryReserve())
            {
                return true;
            }

            // Rows in flight may turn out cheaper.
            await Task.Delay(Again, run.Time, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Gives back what is left.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        if (_available > 0)
        {
            await run.ReturnAsync(_available, cancellationToken).ConfigureAwait(false);
            _available = 0;
        }
    }

    public void Dispose() => _asking.Dispose();

    private bool TryReserve()
    {
        lock (_lock)
        {
            var isEnough = _available >= _ofRow;
            _available -= isEnough ? _ofRow : 0;
            _inFlight += isEnough ? 1 : 0;
            return isEnough;
        }
    }
}
