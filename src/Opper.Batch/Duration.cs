namespace Opper.Batch;

/// <summary>Projected durations.</summary>
internal static class Duration
{
    /// <returns>The product; at most <see cref="TimeSpan.MaxValue"/>, because a projection must not end a run.</returns>
    public static TimeSpan Times(TimeSpan time, double factor) =>
        time.Ticks * factor < TimeSpan.MaxValue.Ticks ? time * factor : TimeSpan.MaxValue;
}
