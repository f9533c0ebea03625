namespace Opper.Batch.Pacing;

/// <summary>
/// The rate at which calls start: unlimited until the server rejects one, then in equal intervals. A rejection lowers the rate by a step, and the calls
/// after it raise the rate by as much again; steps shrink while rejections are rare and grow when they follow each other. A high rate rises by a smaller
/// share with each call than a low one, so runs that share a key converge. When calls are rejected in a row, the server accepts nothing until its period
/// ends: single calls probe for that, and the rate becomes what the server accepted per second on average, including the time in which it accepted nothing.
/// </summary>
internal sealed class RateControl(TimeProvider time)
{
    private const double LeastStep = 0.03;
    private const double MostStep = 0.25;
    private const double StepGrowth = 1.5;
    private const double StepDecay = 0.8;

    /// <summary>A rejection after less than this share of the calls of a round shows that the last step was too small.</summary>
    private const double EarlyShare = 0.1;

    /// <summary>The rate rises by a step in so many seconds, divided by the step, but not in fewer than so many calls, divided by its square.</summary>
    private const double SecondsOfRise = 0.14;
    private const double CallsOfRise = 0.08;

    /// <summary>The seconds without a rejection after which the rate rises faster, because the limit may have been raised.</summary>
    private const double CalmSeconds = 3;
    private const double CalmPower = 4;
    private const double MostCalmGrowth = 0.05;

    /// <summary>The number of consecutive rejections that shows that the server accepts nothing at present.</summary>
    private const int ClosedAfter = 3;

    /// <summary>A closure shorter than this share of the time since the last one does not show how much the server accepts.</summary>
    private const double ClearClosure = 0.2;

    /// <summary>The greatest factor by which a closure lowers the rate.</summary>
    private const double MostCut = 20;

    /// <summary>The least rate after the first rejection: if few calls were made before, their number does not show what the server accepts.</summary>
    private const double LeastFirstRate = 1;

    /// <summary>The most seconds for which a <c>Retry-After</c> is trusted without a probe; more than this, timers cannot wait for.</summary>
    private const double LongestClosure = 86_400;

    private const double FirstPause = 0.02;
    private const double PauseGrowth = 1.5;
    private const double LongestPause = 5;

    /// <summary>A probe waits longer than a rejection takes to arrive.</summary>
    private const double PauseOfRejection = 1.5;

    /// <summary>The maximum delay of a timer that is made up for, and how much too early it may fire: timers of the system have whole milliseconds.</summary>
    private const double MostLate = 0.005;
    private const double MostEarly = 0.0005;

    /// <summary>For a <c>Retry-After</c> up to this, only the rejected row waits: the header has whole seconds, so it may mean the next millisecond.</summary>
    private static readonly TimeSpan CoarsestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private double _rate = double.PositiveInfinity;
    private double _step = MostStep;
    private double _next;
    private long _begun;
    private long _firstOfRound;
    private int _delayedOfRound;
    private long _lastRejected = -2;
    private double _lastRejectedAt;
    private int _inARow;
    private Closure _closure;
    private double _pause = FirstPause;
    private double _closedAt;
    private double _lastClosure;
    private double _probedAfter;
    private double _openedAt;
    private long _acceptedSinceOpening;

    private enum Closure
    {
        None,
        Unprobed,
        Probed,
    }

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

    private double Now => time.GetElapsedTime(_origin).TotalSeconds;

    /// <summary>The number of calls in which the rate rises by a step. They take at least as long as the last closure, because it may recur.</summary>
    private double CallsOfRound => Math.Max(Math.Max(_rate * SecondsOfRise / _step, CallsOfRise / (_step * _step)), _rate * _lastClosure);

    /// <summary>Starts a call, if it is due.</summary>
    /// <param name="wasDelayed">Whether it had to wait. The rate rises only with such calls: otherwise it would be too high when it is needed.</param>
    /// <param name="turn">The number of the call.</param>
    /// <param name="delay">The time until a call is due.</param>
    public bool TryStart(bool wasDelayed, out long turn, out TimeSpan delay)
    {
        lock (_lock)
        {
            var now = Now;
            turn = _begun;
            delay = TimeSpan.FromTicks((long)Math.Ceiling((_next - now) * TimeSpan.TicksPerSecond));
            if (_next - now > (wasDelayed ? MostEarly : 0) && delay > TimeSpan.Zero)
            {
                return false;
            }

            if (_closure == Closure.Probed)
            {
                // The probe was not rejected in time.
                Open(now);
            }

            if (_closure == Closure.Unprobed)
            {
                _closure = Closure.Probed;
                _probedAfter = now - _lastRejectedAt;
                _next = now + _pause;
            }
            else if (!double.IsInfinity(_rate))
            {
                Rise(wasDelayed);
                _next = Math.Max(_next, wasDelayed ? now - MostLate : now) + (1 / _rate);
            }

            _openedAt = _begun == 0 ? now : _openedAt;
            _begun++;
            _acceptedSinceOpening++;
            return true;
        }
    }

    /// <param name="turn">The number of the call.</param>
    public void Succeeded(long turn)
    {
        lock (_lock)
        {
            _pause = turn > _lastRejected ? FirstPause : _pause;
        }
    }

    /// <param name="turn">The number of the call.</param>
    /// <param name="latency">The time until the call was rejected.</param>
    /// <param name="retryAfter">The delay that the server requires.</param>
    public void Rejected(long turn, TimeSpan latency, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            var now = Now;
            var isOfRound = turn >= _firstOfRound;
            _acceptedSinceOpening--;
            _inARow = turn == _lastRejected + 1 ? _inARow + 1 : 1;
            (_lastRejected, _lastRejectedAt) = (Math.Max(_lastRejected, turn), now);
            _pause = Math.Max(_pause, PauseOfRejection * latency.TotalSeconds);
            if (_closure != Closure.None)
            {
                if (isOfRound)
                {
                    _pause = Math.Min(LongestPause, _pause * PauseGrowth);
                    Close(now, _pause);
                }
            }
            else if (double.IsInfinity(_rate))
            {
                _rate = Math.Max(LeastFirstRate, _acceptedSinceOpening / Math.Max(0.001, now - _openedAt));
                StartRound(now);
            }
            else if (isOfRound && _inARow == 1)
            {
                Fall(turn, now);
            }

            if (retryAfter > CoarsestRetryAfter && isOfRound)
            {
                var pause = Math.Min(retryAfter.Value.TotalSeconds, LongestClosure);
                Close(now, pause);
                // Its end is known.
                _lastRejectedAt = now + pause;
            }
            else if (_closure == Closure.None && _inARow >= ClosedAfter)
            {
                Close(now, _pause);
            }
        }
    }

    private void Rise(bool wasDelayed)
    {
        if (wasDelayed)
        {
            var calls = CallsOfRound;
            var growth = _step / calls;
            var calm = ++_delayedOfRound / Math.Max(calls, CalmSeconds * _rate);
            _rate *= 1 + Math.Max(growth, Math.Min(MostCalmGrowth, growth * Math.Pow(calm, CalmPower)));
        }
    }

    private void Fall(long turn, double now)
    {
        var isEarly = turn - _firstOfRound < EarlyShare * CallsOfRound;
        _step = isEarly ? Math.Min(MostStep, _step * StepGrowth) : Math.Max(LeastStep, _step * StepDecay);
        _rate *= 1 - _step;
        StartRound(now);
    }

    // Calls that have begun were started at the previous rate.
    private void StartRound(double now)
    {
        (_firstOfRound, _delayedOfRound) = (_begun, 0);
        _next = Math.Max(_next, now + (1 / _rate));
    }

    private void Close(double now, double pause)
    {
        _closedAt = _closure == Closure.None ? now : _closedAt;
        _closure = Closure.Unprobed;
        _next = Math.Max(_next, now + pause);
        _firstOfRound = _begun;
    }

    private void Open(double now)
    {
        _closure = Closure.None;
        _lastClosure = now - _closedAt;
        var elapsed = now - _openedAt;
        if (_lastClosure > ClearClosure * elapsed)
        {
            _rate = Math.Clamp((1 + _acceptedSinceOpening) / elapsed, _rate / MostCut, _rate);
            // The closure ended at some time since the last rejected probe.
            _step = Math.Clamp(_probedAfter / elapsed, LeastStep, MostStep);
        }

        (_openedAt, _acceptedSinceOpening, _inARow) = (now, 0, 0);
        StartRound(now);
    }
}
