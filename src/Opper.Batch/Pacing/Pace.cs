namespace Opper.Batch.Pacing;

/// <summary>
/// How often calls are begun. There is no limit until a server refuses one; then the pace is what it answered in the last second, falls with each round of refusals and rises
/// slowly in between, the faster the longer nothing is refused. Refusals come to a process in proportion to its calls, so that those on one key come to equal shares.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const double LeastCut = 0.03;
    private const double MostCut = 0.5;
    private const double LeastRate = 0.05;

    /// <summary>How much is caught up of what a late timer lost.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan CoarsestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly RecentCounts _succeeded = new(time);
    private readonly RecentCounts _refused = new(time);
    private readonly double _ticksPerSecond = time.TimestampFrequency;
    private double _rate = double.PositiveInfinity;
    private double _next = double.MinValue;
    private double _pausedUntil = double.MinValue;
    private double _lastCut = double.MinValue;
    private double _lastGrowth = double.MinValue;

    /// <summary>Calls per second; infinite while nothing has been refused.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
            {
                return _rate;
            }
        }
    }

    /// <summary>Waits until a call may begin.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Reserve();
        return delay <= TimeSpan.Zero ? default : new ValueTask(DelayAsync(delay, cancellationToken));
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _succeeded.Add();
        }
    }

    /// <param name="started">When the call was begun.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    public void Refused(long started, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            var now = (double)time.GetTimestamp();
            _refused.Add();
            var isNewRound = started >= _lastCut;
            // The header counts whole seconds, so that one second may mean the next millisecond: the new pace has to be refused too before all wait for so little.
            if (retryAfter is { } wait && (wait > CoarsestRetryAfter || (isNewRound && now - _lastCut < 2 * wait.TotalSeconds * _ticksPerSecond)))
            {
                _pausedUntil = Math.Max(_pausedUntil, now + (wait.TotalSeconds * _ticksPerSecond));
            }

            if (!isNewRound)
            {
                return;
            }

            var (good, bad) = (_succeeded.LastSecond, _refused.LastSecond);
            if (double.IsInfinity(_rate))
            {
                _rate = Math.Max(1, good) * (1 - LeastCut);
                _next = now;
            }
            else
            {
                _rate = Math.Max(LeastRate, _rate * (1 - Math.Clamp((double)bad / (good + bad), LeastCut, good + bad < 10 ? 0.1 : MostCut)));
            }

            (_lastCut, _lastGrowth) = (now, now);
        }
    }

    private TimeSpan Reserve()
    {
        lock (_lock)
        {
            var now = (double)time.GetTimestamp();
            if (double.IsInfinity(_rate))
            {
                return Span(_pausedUntil - now);
            }

            var interval = _ticksPerSecond / _rate;
            var start = Math.Max(_next, Math.Max(_pausedUntil, now - Math.Max(interval, Tolerance.TotalSeconds * _ticksPerSecond)));
            if (start >= now)
            {
                Grow(now);
            }

            _next = start + (_ticksPerSecond / _rate);
            return Span(start - now);
        }
    }

    // Only a pace that holds calls back grows: otherwise it would say nothing when it is needed.
    private void Grow(double now)
    {
        var seconds = Math.Min(1, (now - _lastGrowth) / _ticksPerSecond);
        var calm = (now - _lastCut) / _ticksPerSecond;
        _rate += seconds * 0.1 * Math.Sqrt(_rate) * (1 + Math.Max(0, (calm - 5) / 2));
        _lastGrowth = now;
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        while (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                // Refusals in the meantime may have stopped everything.
                delay = Span(_pausedUntil - time.GetTimestamp());
            }
        }
    }

    private TimeSpan Span(double ticks) => ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(ticks / _ticksPerSecond, TimeSpan.FromDays(1).TotalSeconds));
}
