namespace Opper.Batch.Budgets;

/// <summary>The spent and reserved amounts of a limit.</summary>
internal sealed class BudgetAccount(decimal limit)
{
    private readonly object _lock = new();
    private decimal _spent;
    private decimal _reserved;
    private decimal? _largest;

    public decimal Limit => limit;

    /// <summary>Whether anything is known to have cost something, by which the rest is estimated.</summary>
    public bool IsCostKnown => Read(static account => account._largest ?? 0) > 0;

    public decimal Spent => Read(static account => account._spent);

    public decimal Reserved => Read(static account => account._reserved);

    /// <summary>Reserves the cost of another row, if it is available.</summary>
    /// <param name="most">Its maximum cost. Default: the highest cost so far.</param>
    /// <param name="first">The amount to reserve before any cost is known; <see langword="null"/> for all that is left, so that the call runs alone.</param>
    /// <param name="amount">The reserved amount.</param>
    public bool TryReserve(decimal? most, decimal? first, out decimal amount)
    {
        lock (_lock)
        {
            var left = limit - _spent - _reserved;
            // A call that cost more than the given maximum shows that others may too.
            amount = most is null ? _largest ?? first ?? left : Math.Max(most.Value, _largest ?? 0);
            if (left <= 0 || amount > left || (most ?? _largest ?? first) is null && _reserved > 0)
            {
                return false;
            }

            _reserved += amount;
            return true;
        }
    }

    /// <summary>Replaces a reserved amount by the actual cost.</summary>
    /// <param name="amount">The reserved amount.</param>
    /// <param name="cost">The cost; <see langword="null"/> if it is not known, in which case the highest cost so far is assumed.</param>
    public void Settle(decimal amount, decimal? cost)
    {
        lock (_lock)
        {
            _reserved -= amount;
            _spent += cost ?? Math.Min(amount, _largest ?? amount);
            if (cost is { } known)
            {
                _largest = Math.Max(_largest ?? 0, known);
            }
        }
    }

    /// <summary>Releases the amount reserved for a call that was not made.</summary>
    public void Release(decimal amount)
    {
        lock (_lock)
        {
            _reserved -= amount;
        }
    }

    private decimal Read(Func<BudgetAccount, decimal> part)
    {
        lock (_lock)
        {
            return part(this);
        }
    }
}
