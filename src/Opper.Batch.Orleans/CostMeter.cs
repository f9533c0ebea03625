namespace Opper.Batch.Orleans;

/// <summary>Adds up what the calls of a row cost.</summary>
internal sealed class CostMeter : OpperCallObserver
{
    private readonly object _lock = new();

    public decimal Cost { get; private set; }

    /// <summary>Whether a call may have cost something that no answer tells.</summary>
    public bool IsCostUnknown { get; private set; }

    protected override void OnEnded(object? state, OpperCallUsage usage)
    {
        lock (_lock)
        {
            Cost += usage.Cost ?? 0;
            IsCostUnknown |= usage.IsCostUnknown;
        }
    }
}
