namespace Opper.Batch.Orleans;

/// <summary>Sums the costs of the calls of a row.</summary>
internal sealed class CostMeter : OpperCallObserver
{
    private readonly object _lock = new();

    public decimal Cost { get; private set; }

    /// <summary>Whether a call may have had a cost that no response reports.</summary>
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
