namespace Opper.Batch.Orleans;

/// <summary>The share of a silo in the rate of a job: calls are started at equal intervals.</summary>
internal sealed class RateShare(BatchJob job, TimeProvider time)
{
    private readonly object _lock = new();
    private long _next = time.GetTimestamp();
    private int _silos = 1;

    /// <summary>The number of silos that share the rate.</summary>
    public int Silos
    {
        get => Volatile.Read(ref _silos);
        set => Volatile.Write(ref _silos, Math.Max(1, value));
    }

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        if (job.RequestsPerMinute is not { } perMinute)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var start = Math.Max(_next, time.GetTimestamp());
            _next = start + (long)(60.0 * time.TimestampFrequency * Silos / perMinute);
            wait = time.GetElapsedTime(time.GetTimestamp(), start);
        }

        return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);
    }
}
