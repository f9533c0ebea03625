namespace Opper.Batch.Running;

/// <summary>Sums the costs of the calls of a row.</summary>
internal sealed class RowMeter : OpperCallObserver
{
    private readonly object _lock = new();
    private int _answered;

    public decimal Cost { get; private set; }

    public long InputTokens { get; private set; }

    public long OutputTokens { get; private set; }

    /// <summary>Whether a call may have had a cost that no response reports.</summary>
    public bool IsCostUnknown { get; private set; }

    // A row whose first call is rejected starts over. A later call would make it pay for its first calls twice, so the client retries that one.
    public override bool HandlesRateLimits => Volatile.Read(ref _answered) == 0;

    protected override void OnEnded(object? state, OpperCallUsage usage)
    {
        lock (_lock)
        {
            Cost += usage.Cost ?? 0;
            InputTokens += usage.InputTokens ?? 0;
            OutputTokens += usage.OutputTokens ?? 0;
            IsCostUnknown |= usage.IsCostUnknown;
            _answered += usage.Failure is null ? 1 : 0;
        }
    }
}
