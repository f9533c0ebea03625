namespace Opper.Browser.Support;

/// <summary>The system clock, which can be advanced, so that the work of a demo takes as long as with a model.</summary>
public sealed class DemoClock : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(int milliseconds) => Interlocked.Add(ref _ahead, milliseconds * TimeSpan.TicksPerMillisecond);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => GetUtcNow().Ticks;
}
