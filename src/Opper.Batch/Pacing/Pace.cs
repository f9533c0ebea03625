namespace Opper.Batch.Pacing;

/// <summary>Lets calls start one after the other, when the rate allows it.</summary>
internal sealed class Pace(TimeProvider time) : IDisposable
{
    /// <summary>A timer of the system that fired too early would do so again if it was set for less.</summary>
    private static readonly TimeSpan TimersOfSystem = TimeSpan.FromMilliseconds(1);

    private readonly RateControl _control = new(time);

    // Only the first of the waiting calls has a timer, so a change of the rate applies to all of them.
    private readonly SemaphoreSlim _first = new(1);
    private int _waiting;

    /// <inheritdoc cref="RateControl.Rate"/>
    public double Rate => _control.Rate;

    /// <summary>Waits until a call may start.</summary>
    /// <returns>The number of the call.</returns>
    public ValueTask<long> WaitAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _waiting) == 0 && _control.TryStart(wasDelayed: false, out var turn, out _)
            ? new ValueTask<long>(turn)
            : new ValueTask<long>(WaitInTurnAsync(cancellationToken));

    /// <inheritdoc cref="RateControl.Succeeded"/>
    public void Succeeded(long turn) => _control.Succeeded(turn);

    /// <inheritdoc cref="RateControl.Rejected"/>
    public void Rejected(long turn, TimeSpan latency, TimeSpan? retryAfter) => _control.Rejected(turn, latency, retryAfter);

    public void Dispose() => _first.Dispose();

    private async Task<long> WaitInTurnAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _first.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                long turn;
                for (var least = TimeSpan.Zero; !_control.TryStart(wasDelayed: true, out turn, out var delay); least = TimersOfSystem)
                {
                    await DelayAsync(delay > least ? delay : least, cancellationToken).ConfigureAwait(false);
                }

                return turn;
            }
            finally
            {
                _first.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Task.Delay cuts off what is less than a millisecond, whatever the clock: a call would start early, or wait for the rest of it forever.
    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), due,
            delay < TimeSpan.FromDays(1) ? delay : TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            await due.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
