namespace Opper.Batch.Pacing;

/// <summary>
/// The rate at which calls are started. It is unlimited until the server rejects a call. Then the limit is searched for from the rate that the server accepted
/// during the last second; from there on, the rate increases with time and decreases with each round of rejections, in steps that become smaller with each
/// round. Each process is rejected in proportion to its calls, so processes that share a key converge to equal shares.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private const double LeastRate = 0.05;

    /// <summary>The factor by which the rate increases each second while the limit is searched for.</summary>
    private const double SearchGrowth = 4;

    /// <summary>The minimum share of the rate that remains at the end of the search.</summary>
    private const double SearchCut = 0.7;

    /// <summary>The share by which the rate decreases in the first round, and in late rounds.</summary>
    private const double FirstCut = 0.2;
    private const double LastCut = 0.03;

    /// <summary>The share by which the rate increases per second in the first round, and in late rounds, at <see cref="NeutralRate"/>. Higher rates
    /// increase by less, so that shares become equal sooner.</summary>
    private const double FirstGrowth = 0.15;
    private const double LastGrowth = 0.005;
    private const double NeutralRate = 50;

    /// <summary>The number of seconds without a rejection after which the rate increases faster, because the limit may have changed.</summary>
    private const double CalmSeconds = 5;
    private const double CalmGrowth = 0.01;

    /// <summary>The minimum number of calls for which the rate increases as in one second: a slow run would be rejected too often otherwise.</summary>
    private const double CallsOfSecond = 20;

    /// <summary>The number of rejections in a round that is not a coincidence.</summary>
    private const int ClearRefusals = 3;

    /// <summary>The number of calls after which a round of at least one second is evaluated.</summary>
    private const int CallsOfRound = 10;

    /// <summary>If the server accepts less than this share of the rate, its limit has changed, so the steps become large again.</summary>
    private const double ChangedLimit = 0.7;

    /// <summary>The maximum delay of a timer that is compensated. A server with a small bucket would refuse more.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

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
    private bool _isSearching = true;
    private double _next = double.MinValue;
    private double _pausedUntil = double.MinValue;
    private double _lastGrowth;
    private double _roundStarted;
    private long _firstOfRound;
    private long _turns;
    private int _begunOfRound;
    private int _refusedOfRound;
    private bool _hasSucceeded;
    private int _cuts;
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

    private int AcceptedInLastSecond => _begun.LastSecond - _refused.LastSecond;

    private double ShareLetIn => 1 - ((double)_refusedOfRound / Math.Max(_begunOfRound, _refusedOfRound));

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
            if (turn >= _firstOfRound)
            {
                (_hasSucceeded, _pauses) = (true, 0);
            }
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
                _rate = Math.Max(1, AcceptedInLastSecond);
                _next = now + (_ticksPerSecond / _rate);
                StartRound(now);
            }
            else if (turn >= _firstOfRound)
            {
                _refusedOfRound++;
                Judge(now);
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
            _begunOfRound++;
            if (double.IsInfinity(_rate))
            {
                return Span(_pausedUntil - now);
            }

            var start = Math.Max(_next, Math.Max(_pausedUntil, now - (Tolerance.TotalSeconds * _ticksPerSecond)));
            if (start >= now)
            {
                Grow(now);
            }

            _next = start + (_ticksPerSecond / _rate);
            return Span(start - now);
        }
    }

    private void Judge(double now)
    {
        var seconds = (now - _roundStarted) / _ticksPerSecond;
        if (_refusedOfRound >= ClearRefusals && !_hasSucceeded && ShareLetIn <= 1 / 3.0)
        {
            // The server accepts nothing at present: the first time, its window may only have to end.
            _rate = _pauses == 0 ? _rate : Math.Max(LeastRate, _rate / 2);
            Pause(now, Min(FirstPause * Math.Pow(PauseGrowth, _pauses++), LongestPause));
        }
        else if (_isSearching)
        {
            EndSearch(now);
        }
        else if (_refusedOfRound >= ClearRefusals || (seconds >= 1 && _begunOfRound >= CallsOfRound))
        {
            // The rate that the server accepts: that of the last second; in a shorter round, also the share that was not rejected.
            var borne = Math.Max(AcceptedInLastSecond, seconds >= 1 ? 0 : _rate * ShareLetIn);
            var cut = Math.Max(LastCut, FirstCut / (1 + _cuts));
            _cuts = borne < ChangedLimit * _rate ? 0 : _cuts + 1;
            _rate = Math.Max(LeastRate, Math.Clamp(borne, _rate / 2, _rate * (1 - cut)));
            StartRound(now);
        }
    }

    private void EndSearch(double now)
    {
        if (_refusedOfRound == 1)
        {
            // A full bucket has been emptied, so from here on the share of rejections shows by how much the rate is too high.
            _begunOfRound = 1;
        }
        else if (_refusedOfRound >= ClearRefusals)
        {
            _isSearching = false;
            _rate = Math.Max(LeastRate, Math.Min(_rate * Math.Max(SearchCut, ShareLetIn), Math.Max(AcceptedInLastSecond, _rate / 4)));
            StartRound(now);
        }
    }

    private void Pause(double now, TimeSpan duration)
    {
        _pausedUntil = Math.Max(_pausedUntil, now + (duration.TotalSeconds * _ticksPerSecond));
        StartRound(_pausedUntil);
    }

    // Calls that have a time slot already were scheduled at the previous rate.
    private void StartRound(double at)
    {
        (_roundStarted, _lastGrowth, _firstOfRound) = (at, at, _turns);
        (_begunOfRound, _refusedOfRound, _hasSucceeded) = (0, 0, false);
    }

    // The rate increases only while it delays calls; otherwise it would be too high when it is needed.
    private void Grow(double now)
    {
        var seconds = Math.Clamp((now - _lastGrowth) / _ticksPerSecond, 0, 1);
        _lastGrowth = Math.Max(_lastGrowth, now);
        if (_isSearching)
        {
            _rate *= Math.Pow(SearchGrowth, seconds);
            return;
        }

        var calm = Math.Max(0, Math.Min((now - _roundStarted) / _ticksPerSecond, _begunOfRound / CallsOfSecond) - CalmSeconds);
        var share = (Math.Max(LastGrowth, FirstGrowth / (1 + _cuts)) * Math.Sqrt(NeutralRate / Math.Max(CallsOfSecond, _rate))) + (CalmGrowth * calm * calm);
        _rate += Math.Min(seconds, 1 / CallsOfSecond) * _rate * share;
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
