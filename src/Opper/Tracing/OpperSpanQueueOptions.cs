namespace Opper.Tracing;

/// <summary>Options of an <see cref="OpperSpanQueue"/>.</summary>
public sealed class OpperSpanQueueOptions
{
    /// <summary>The maximum number of queued writes (starts, metrics, feedback); more are dropped, except ends of accepted spans. Default: 10,000.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>The maximum number of concurrent requests. Writes of the same span are sent sequentially. Default: 4.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>The maximum time that disposing waits for queued writes; the rest is dropped. Default: 10 seconds.</summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The maximum time that a call waits for the start of its parent span to be sent, because the API looks up the trace by the parent. With zero,
    /// a call may be sent before its parent. Default: 1 second.
    /// </summary>
    public TimeSpan MaxParentWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The time provider. Default: <see cref="TimeProvider.System"/>.</summary>
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
