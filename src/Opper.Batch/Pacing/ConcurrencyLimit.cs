namespace Opper.Batch.Pacing;

/// <summary>
/// How many calls may be in flight: one more for each round of calls that succeed, fewer by a factor when one is refused or answers take much longer. As all that share a key
/// do so, their numbers become equal without their talking to each other.
/// </summary>
internal sealed class ConcurrencyLimit
{
    private const double RefusalFactor = 0.9;
    private const double LatencyFactor = 0.9;

    /// <summary>Answers that take this many times the least mean seen are queued somewhere.</summary>
    private const double QueuedLatency = 2.5;

    private static readonly TimeSpan IgnoredLatency = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private readonly int _max;
    private readonly bool _isAdaptive;
    private double _limit;
    private int _inFlight;
    private bool _isStarting = true;
    private long _lastCut = long.MinValue;
    private double _baseline = double.MaxValue;
    private double _sum;
    private int _count;
    private TaskCompletionSource? _waiter;

    public ConcurrencyLimit(int initial, int max, bool isAdaptive, TimeProvider time)
    {
        (_max, _isAdaptive, _time) = (max, isAdaptive, time);
        _limit = isAdaptive ? Math.Min(initial, max) : max;
    }

    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return (int)_limit;
            }
        }
    }

    public int InFlight
    {
        get
        {
            lock (_lock)
            {
                return _inFlight;
            }
        }
    }

    /// <summary>Waits for a place. One waits at a time.</summary>
    public Task AcquireAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_inFlight < (int)_limit)
            {
                _inFlight++;
                return Task.CompletedTask;
            }

            _waiter = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    public void Release()
    {
        lock (_lock)
        {
            _inFlight--;
            Wake();
        }
    }

    public void Succeeded(TimeSpan latency)
    {
        if (!_isAdaptive)
        {
            return;
        }

        lock (_lock)
        {
            _sum += latency.TotalMilliseconds;
            if (++_count >= Math.Max(_limit, 16))
            {
                CompareLatency();
            }

            // A limit that is not reached says nothing about what lies beyond it.
            if (_inFlight >= (int)_limit)
            {
                _limit = Math.Min(_max, _limit + (_isStarting ? 1 : 1 / _limit));
                Wake();
            }
        }
    }

    /// <param name="started">When the call was begun: those of before the last cut say nothing new.</param>
    public void Refused(long started)
    {
        lock (_lock)
        {
            if (_isAdaptive && started >= _lastCut)
            {
                Cut(RefusalFactor);
            }
        }
    }

    private void CompareLatency()
    {
        var mean = _sum / _count;
        (_sum, _count) = (0, 0);
        // The least mean is forgotten slowly: inputs and servers change.
        _baseline = Math.Min(_baseline * 1.02, mean);
        if (mean > QueuedLatency * _baseline && mean - _baseline > IgnoredLatency.TotalMilliseconds)
        {
            Cut(LatencyFactor);
        }
    }

    private void Cut(double factor)
    {
        _limit = Math.Max(1, _limit * factor);
        _isStarting = false;
        _lastCut = _time.GetTimestamp();
    }

    private void Wake()
    {
        if (_waiter is not null && _inFlight < (int)_limit)
        {
            _inFlight++;
            _waiter.SetResult();
            _waiter = null;
        }
    }

    private async Task WaitAsync(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (state, _) => ((ConcurrencyLimit)state!).GiveUp(), this))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    private void GiveUp()
    {
        lock (_lock)
        {
            _waiter?.SetCanceled();
            _waiter = null;
        }
    }
}
