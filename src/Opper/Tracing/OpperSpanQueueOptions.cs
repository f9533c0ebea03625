namespace Opper.Tracing;

/// <summary>Settings of an <see cref="OpperSpanQueue"/>.</summary>
public sealed class OpperSpanQueueOptions
{
    /// <summary>How many writes (starts, metrics, feedback) may wait; more are dropped and counted. The end of a span whose start was taken is always taken. Default: 10,000.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How many writes are sent at once, those of one span one after another. Default: 4.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How long disposing waits for what is queued; what is left then is dropped and counted. Default: 10 seconds.</summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call at most waits for the start of the span it stands under to be sent, as the API finds the trace of a call by its parent.
    /// Zero to never wait; then a call may come before its parent. Default: 1 second.
    /// </summary>
    public TimeSpan MaxParentWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of these waits. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal OpperSpanQueueOptions CheckedCopy()
    {
        Check(Capacity >= 1, Capacity, nameof(Capacity), "must be 1 or more.");
        Check(MaxConcurrency >= 1, MaxConcurrency, nameof(MaxConcurrency), "must be 1 or more.");
        OpperClientOptions.CheckTimeout(DisposeTimeout, nameof(DisposeTimeout));
        Check(MaxParentWait >= TimeSpan.Zero, MaxParentWait, nameof(MaxParentWait), "must not be negative.");
        ThrowIf.Null(TimeProvider);
        return (OpperSpanQueueOptions)MemberwiseClone();
    }

    private static void Check(bool holds, object value, string name, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} {rule}");
        }
    }
}
