namespace Opper.Batch.Budgets;

/// <summary>What is spent and reserved of a limit.</summary>
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

    /// <summary>Reserves what one more may cost, if that is left.</summary>
    /// <param name="most">What it costs at most; where that is not stated, the most that one has cost so far.</param>
    /// <param name="first">What is taken for it before any has cost something; <see langword="null"/> for all that is left, so that it runs alone.</param>
    /// <param name="amount">What is reserved.</param>
    public bool TryReserve(decimal? most, decimal? first, out decimal amount)
    {
        lock (_lock)
        {
            var left = limit - _spent - _reserved;
            amount = most ?? _largest ?? first ?? left;
            if (left <= 0 || amount > left || (most ?? _largest ?? first) is null && _reserved > 0)
            {
                return false;
            }

            _reserved += amount;
            return true;
        }
    }

    /// <summary>Puts what something cost in the place of what was reserved for it.</summary>
    /// <param name="amount">What was reserved.</param>
    /// <param name="cost">What it cost; <see langword="null"/> where it may have cost something and nothing says what: then as much as the dearest until now.</param>
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

    /// <summary>Gives back what was reserved for something that did not happen.</summary>
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
