namespace Opper.Batch;

/// <summary>Pauses runs and lets them go on: <see cref="BatchOptions.Pause"/>. Thread-safe; one may serve several runs.</summary>
public sealed class BatchPause
{
    private volatile TaskCompletionSource? _resumed;

    /// <summary>Whether runs are paused.</summary>
    public bool IsPaused => _resumed is not null;

    /// <summary>Begins no further row, also none that a rate limit refused before. Rows in flight are completed, and their results are given.</summary>
    public void Pause() => Interlocked.CompareExchange(ref _resumed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>Goes on.</summary>
    public void Resume() => Interlocked.Exchange(ref _resumed, null)?.SetResult();

    /// <returns>Whether it was paused.</returns>
    internal async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var hasWaited = false;
        while (_resumed is { } resumed)
        {
            await resumed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            hasWaited = true;
        }

        return hasWaited;
    }
}
