namespace Opper.Batch.Pacing;

/// <summary>
/// The rate at which calls are started. It is unlimited until the server rejects a call; then it is the rate of the last second, and increases quickly until
/// the next rejection. From then on, it decreases with each round of rejections and increases slowly in between, faster the longer no call is rejected. Each
/// process is rejected in proportion to its calls, so processes that share a key converge to equal shares.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const double LeastCut = 0.04;

    /// <summary>The minimum decrease in calls per second, up to a fifth of the rate: after smaller ones, calls would be rejected again too soon.</summary>
    private const double LeastStep = 2;

    private const double LeastRate = 0.05;

    /// <summary>The factor by which the rate increases each second, until the second rejection.</summary>
    private const double Probing = 4;

    /// <summary>The number of rejections in a round that is not a coincidence. If most calls of the round are rejected, the server accepts none at
    /// present.</summary>
    private const int ClearRefusals = 3;

    /// <summary>The maximum delay of a timer that is compensated.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>For a <c>Retry-After</c> up to this, only the rejected row waits: the header has whole seconds, so it may mean the next millisecond.</summary>
    private static readonly TimeSpan CoarsestRetryAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private const double PauseGrowth = 1.5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly RecentCounts _begun = new(time);
    private readonly RecentCounts _refused = new(time);
    private readonly double _ticksPerSecond = time.TimestampFrequency;
    private double _rate = double.PositiveInfinity;
    private double _next = double.MinValue;
    private double _pausedUntil = double.MinValue;
    private double _lastCut = double.MinValue;
    private double _lastGrowth;
    private bool _isProbing = true;
    private double _roundStarted = double.MinValue;
    private long _firstOfRound;
    private long _turns;
    private int _begunOfRound;
    private int _refusedOfRound;
    private int _pauses;

    /// <summary>Calls per second; infinite until a call is rejected.</summary>
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

    private int LetInDuringLastSecond => _begun.LastSecond - _refused.LastSecond;

    /// <summary>Waits until a call may start.</summary>
    /// <returns>The time slot of the call.</returns>
    public ValueTask<long> WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Reserve(out var turn);
        return delay <= TimeSpan.Zero ? new ValueTask<long>(turn) : new ValueTask<long>(DelayAsync(delay, turn, cancellationToken));
    }

    /// <param name="turn">The time slot of the call.</param>
    public void Succeeded(long turn)
    {
        lock (_lock)
        {
            _pauses = turn >= _firstOfRound ? 0 : _pauses;
        }
    }

    /// <param name="turn">The time slot of the call; calls before the last decrease are ignored.</param>
    /// <param name="retryAfter">The delay that the server requires.</param>
    public void Refused(long turn, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            var now = (double)time.GetTimestamp();
            _refused.Add();
            if (double.IsInfinity(_rate))
            {
                _next = now;
                Set(now, Math.Max(1, LetInDuringLastSecond) * (1 - LeastCut));
            }
            else if (turn >= _firstOfRound)
            {
                _refusedOfRound++;
                var share = (double)_refusedOfRound / Math.Max(_begunOfRound, _refusedOfRound);
                if ((_refusedOfRound >= ClearRefusals && share > 0.5) || _pauses > 0)
                {
                    _isProbing = false;
                    Pause(now, Min(FirstPause * Math.Pow(PauseGrowth, _pauses++), LongestPause));
                }
                else if (_refusedOfRound >= ClearRefusals || (now - _roundStarted >= _ticksPerSecond && !_isProbing))
                {
                    // The rate that the server accepts is the number of calls that it accepted during the last second or, if that is not known yet, the share
                    // that it did not reject.
                    var borne = now - _roundStarted >= _ticksPerSecond && !_isProbing ? LetInDuringLastSecond + 1 : _rate * (1 - share);
                    _isProbing = false;
                    Set(now, Math.Max(LeastRate, Math.Clamp(borne, _rate / 2, _rate - Math.Max(LeastCut * _rate, Math.Min(LeastStep, _rate / 5)))));
                }
            }

            if (retryAfter > CoarsestRetryAfter)
            {
                Pause(now, retryAfter.Value);
            }
        }
    }

    /// <summary>Reserves the next time slot.</summary>
    /// <param name="turn">The number of the time slot.</param>
    /// <returns>The delay until then.</returns>
    public TimeSpan Reserve(out long turn)
    {
        lock (_lock)
        {
            turn = _turns++;
            var now = (double)time.GetTimestamp();
            _begun.Add();
            if (double.IsInfinity(_rate))
            {
                return Span(_pausedUntil - now);
            }

            var start = Math.Max(_next, Math.Max(_pausedUntil, now - (Tolerance.TotalSeconds * _ticksPerSecond)));
            if (start >= now)
            {
                Grow(now);
            }

            _begunOfRound++;
            _next = start + (_ticksPerSecond / _rate);
            return Span(start - now);
        }
    }

    private void Set(double now, double rate)
    {
        _rate = rate;
        (_lastCut, _lastGrowth) = (now, now);
        StartRound();
    }

    private void Pause(double now, TimeSpan duration)
    {
        _pausedUntil = Math.Max(_pausedUntil, now + (duration.TotalSeconds * _ticksPerSecond));
        // The count of the last second has a gap, so the rate is kept for another second.
        (_lastCut, _lastGrowth) = (_pausedUntil, _pausedUntil);
        StartRound();
    }

    // Calls that have a time slot already were scheduled at the previous rate.
    private void StartRound() => (_firstOfRound, _roundStarted, _begunOfRound, _refusedOfRound) = (_turns, _lastCut, 0, 0);

    // The rate increases only while it delays calls; otherwise it would be too high when it is needed.
    private void Grow(double now)
    {
        var seconds = Math.Clamp((now - _lastGrowth) / _ticksPerSecond, 0, 1);
        var calm = Math.Max(0, ((now - _lastCut) / _ticksPerSecond) - 5);
        _rate = _isProbing ? _rate * Math.Pow(Probing, seconds) : _rate + (seconds * ((0.1 * Math.Sqrt(_rate)) + (0.01 * _rate * calm * calm)));
        _lastGrowth = Math.Max(_lastGrowth, now);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<long> DelayAsync(TimeSpan delay, long turn, CancellationToken cancellationToken)
    {
        while (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                // Rejections may have stopped the run in the meantime.
                delay = Span(_pausedUntil - time.GetTimestamp());
            }
        }

        return turn;
    }

    private TimeSpan Span(double ticks) =>
        ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(ticks / _ticksPerSecond, TimeSpan.FromDays(1).TotalSeconds));
}
