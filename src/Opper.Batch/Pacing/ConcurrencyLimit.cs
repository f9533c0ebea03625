namespace Opper.Batch.Pacing;

/// <summary>
/// The number of calls that may be in flight: one more after each round of successful calls, and fewer by a factor when one is rejected or the latency rises.
/// If all processes that share a key do so, their numbers converge without communication.
/// </summary>
internal sealed class ConcurrencyLimit
{
    private const double RefusalFactor = 0.9;
    private const double LatencyFactor = 0.9;

    /// <summary>If the mean latency is this many times the lowest one observed, requests are queued somewhere.</summary>
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
    private double _latency;
    private double _sum;
    private int _count;
    private int _suspended;
    private TaskCompletionSource? _waiter;

    // Rejected rows precede new ones.
    private readonly Queue<TaskCompletionSource> _resuming = [];

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

    /// <summary>Waits for a slot for a new row. Not thread-safe.</summary>
    public Task AcquireAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (HasPlaceForNew)
            {
                _inFlight++;
                return Task.CompletedTask;
            }

            _waiter = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Releases a slot while its row must not be called.</summary>
    public void Suspend()
    {
        lock (_lock)
        {
            _suspended++;
            _inFlight--;
            Wake();
        }
    }

    /// <summary>Waits for a slot for a row that released its own. It has a slot afterwards in any case.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_inFlight < (int)_limit || cancellationToken.IsCancellationRequested)
            {
                _suspended--;
                _inFlight++;
                return;
            }

            _resuming.Enqueue(waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using (cancellationToken.UnsafeRegister(static (state, _) => ((ConcurrencyLimit)state!).ResumeAll(), this))
        {
            await waiter.Task.ConfigureAwait(false);
        }
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
            _latency = _latency == 0 ? latency.TotalSeconds : _latency;
            if (++_count >= Math.Max(_limit, 16))
            {
                CompareLatency();
            }

            // A limit that was not reached does not show whether more calls are possible.
            if (_inFlight >= (int)_limit)
            {
                _limit = Math.Min(_max, _limit + (_isStarting ? 0.5 : 1 / _limit));
                Wake();
            }
        }
    }

    /// <param name="started">When the call was started; calls before the last decrease are ignored.</param>
    /// <param name="rate">The calls per second that the rate allows. Slots for them are kept, because the rate adapts instead.</param>
    public void Refused(long started, double rate)
    {
        lock (_lock)
        {
            if (_isAdaptive && started > _lastCut && _latency > 0)
            {
                var needed = _latency * rate * 1.5;
                if (_limit > needed)
                {
                    Cut(Math.Max(RefusalFactor, needed / _limit));
                }
            }
        }
    }

    private void CompareLatency()
    {
        var mean = _sum / _count;
        _latency = mean / 1000;
        (_sum, _count) = (0, 0);
        // The lowest mean decays slowly, because inputs and servers change.
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

    // More suspended rows than may ever be in flight would only be rejected too.
    private bool HasPlaceForNew => _inFlight < (int)_limit && _suspended <= _max;

    private void Wake()
    {
        while (_inFlight < (int)_limit && _resuming.TryDequeue(out var resuming))
        {
            _suspended--;
            _inFlight++;
            resuming.SetResult();
        }

        if (_waiter is not null && HasPlaceForNew)
        {
            _inFlight++;
            _waiter.SetResult();
            _waiter = null;
        }
    }

    private void ResumeAll()
    {
        lock (_lock)
        {
            while (_resuming.TryDequeue(out var resuming))
            {
                _suspended--;
                _inFlight++;
                resuming.SetResult();
            }
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
