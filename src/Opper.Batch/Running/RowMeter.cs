using Opper.Batch.Budgets;

namespace Opper.Batch.Running;

/// <summary>Sums the costs of the calls of a row.</summary>
internal sealed class RowMeter : OpperCallObserver
{
    private readonly object _lock = new();
    private List<OpperCallUsage>? _unpriced;
    private int _answered;

    public decimal Cost { get; private set; }

    public long InputTokens { get; private set; }

    public long OutputTokens { get; private set; }

    /// <summary>Whether a call may have cost something that neither an answer nor a price tells.</summary>
    public bool IsCostUnknown { get; private set; }

    /// <summary>Whether that is so of a call that was answered: it will be so of all of its kind.</summary>
    public bool IsAnswerUnpriced { get; private set; }

    // A row whose first call is rejected starts over. A later call would make it pay for its first calls twice, so the client retries that one.
    public override bool HandlesRateLimits => Volatile.Read(ref _answered) == 0;

    /// <summary>Adds the cost of calls whose answers do not report it.</summary>
    public async ValueTask PriceAsync(ModelPrices? prices)
    {
        if (Interlocked.Exchange(ref _unpriced, null) is not { } unpriced)
        {
            return;
        }

        foreach (var usage in unpriced)
        {
            if (prices is not null && await prices.CostAsync(usage).ConfigureAwait(false) is { } cost)
            {
                Cost += cost;
            }
            else
            {
                IsCostUnknown = IsAnswerUnpriced = true;
            }
        }
    }

    protected override void OnEnded(object? state, OpperCallUsage usage)
    {
        lock (_lock)
        {
            Cost += usage.Cost ?? 0;
            InputTokens += usage.InputTokens ?? 0;
            OutputTokens += usage.OutputTokens ?? 0;
            _answered += usage.Failure is null ? 1 : 0;
            if (usage is { IsCostUnknown: true, Failure: null })
            {
                (_unpriced ??= []).Add(usage);
            }
            else
            {
                IsCostUnknown |= usage.IsCostUnknown;
            }
        }
    }
}
