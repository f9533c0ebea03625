namespace Opper.Tests;

/// <summary>A clock whose short timers fire immediately and are recorded; long ones (timeouts of calls) never fire.</summary>
internal sealed class ImpatientTimeProvider(DateTimeOffset? now = null) : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(61);

    public System.Collections.Concurrent.ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => now ?? base.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime < Long)
        {
            Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
