namespace Opper.Batch.Pacing;

/// <summary>
/// How often calls are begun. There is no limit until a server refuses one; then the pace is what it answered in the last second, and rises fast until it is refused again. From
/// there it falls with each round of refusals and rises slowly in between, the faster the longer nothing is refused. Refusals come to a process in proportion to its calls, so
/// that those on one key come to equal shares.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const double LeastCut = 0.04;

    /// <summary>The least step down, in calls per second, down to a fifth of the pace: smaller ones would be refused again too soon.</summary>
    private const double LeastStep = 2;

    private const double LeastRate = 0.05;

    /// <summary>How many times the pace rises, each second, until the second refusal.</summary>
    private const double Probing = 4;

    /// <summary>So many refusals of a round are no chance; if they are most of it, the server takes nothing at present.</summary>
    private const int ClearRefusals = 3;

    /// <summary>How much is caught up of what a late timer lost.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>A <c>Retry-After</c> of no more than this is waited for by the refused row alone: the header counts whole seconds, and may mean the next millisecond.</summary>
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

    private int LetInDuringLastSecond => _begun.LastSecond - _refused.LastSecond;

    /// <summary>Waits until a call may begin.</summary>
    /// <returns>The turn of the call.</returns>
    public ValueTask<long> WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Reserve(out var turn);
        return delay <= TimeSpan.Zero ? new ValueTask<long>(turn) : new ValueTask<long>(DelayAsync(delay, turn, cancellationToken));
    }

    /// <param name="turn">The turn of the call.</param>
    public void Succeeded(long turn)
    {
        lock (_lock)
        {
            _pauses = turn >= _firstOfRound ? 0 : _pauses;
        }
    }

    /// <param name="turn">The turn of the call: those of before the last cut say nothing new.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
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
                    // The pace that the server bears is what it let in during the last second; where that is not known yet, the share that it did not refuse.
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

    /// <summary>Takes the next place in the pace.</summary>
    /// <param name="turn">Its number.</param>
    /// <returns>How long it is until then.</returns>
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
        // What was counted of the last second has a gap in it: the pace stays what it is for a second more.
        (_lastCut, _lastGrowth) = (_pausedUntil, _pausedUntil);
        StartRound();
    }

    // What has its turn already was let go at the pace of before.
    private void StartRound() => (_firstOfRound, _roundStarted, _begunOfRound, _refusedOfRound) = (_turns, _lastCut, 0, 0);

    // Only a pace that holds calls back grows: otherwise it would say nothing when it is needed.
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
                // Refusals in the meantime may have stopped everything.
                delay = Span(_pausedUntil - time.GetTimestamp());
            }
        }

        return turn;
    }

    private TimeSpan Span(double ticks) => ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(ticks / _ticksPerSecond, TimeSpan.FromDays(1).TotalSeconds));
}
