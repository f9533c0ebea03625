namespace Opper.Benchmarks.Batch;

/// <summary>A clock that goes on to the next timer as soon as the thread pool has nothing to do, so that a minute of waiting takes a second.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private const int Checks = 4;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Timer Timer, long Version), long> _due = new();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets so much time pass, on a thread that is not of the pool.</summary>
    public Task PassAsync(TimeSpan time) =>
        Task.Factory.StartNew(() => Pass(time), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Pass(TimeSpan time)
    {
        var end = _now + time.Ticks;
        while (true)
        {
            WaitForIdleness();
            (Timer Timer, long Version) next;
            lock (_lock)
            {
                if (!_due.TryPeek(out next, out var due) || due > end)
                {
                    Volatile.Write(ref _now, end);
                    return;
                }

                _due.Dequeue();
                Volatile.Write(ref _now, Math.Max(_now, due));
            }

            next.Timer.Fire(next.Version);
        }
    }

    // A worker may be between two pieces of work: it is looked at more than once.
    private static void WaitForIdleness()
    {
        for (var calm = 0; calm < Checks; calm++)
        {
            Thread.SpinWait(50);
            ThreadPool.GetMaxThreads(out var workers, out _);
            ThreadPool.GetAvailableThreads(out var idle, out _);
            if (idle < workers || ThreadPool.PendingWorkItemCount != 0)
            {
                calm = -1;
                Thread.Yield();
            }
        }
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _version++;
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    time._due.Enqueue((this, _version), time._now + dueTime.Ticks);
                }
            }

            return true;
        }

        public void Fire(long version)
        {
            if (version == Volatile.Read(ref _version))
            {
                if (_period > TimeSpan.Zero)
                {
                    Change(_period, _period);
                }

                callback(state);
            }
        }

        public void Dispose() => Interlocked.Increment(ref _version);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
