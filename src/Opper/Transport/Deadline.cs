namespace Opper;

/// <summary>A token that is cancelled when the caller's is or when the time is up, and that knows which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private const long Paused = long.MinValue;

    // What a timer may come too early.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer? _timer;
    private readonly bool _isPooled;
    private long _waitingSince;
    private int _expired;
    private int _disposed;

    /// <param name="timeProvider">The clock.</param>
    /// <param name="timeout">The time there is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="isPrivate">Whether nobody keeps the token beyond the deadline's own life: then its source is used again.</param>
    public Deadline(TimeProvider timeProvider, TimeSpan timeout, CancellationToken cancellationToken, bool isPrivate = false)
    {
        Timeout = timeout;
        _timeProvider = timeProvider;
        _caller = cancellationToken;
        _isPooled = isPrivate && CancellationSources.CanPool && ReferenceEquals(timeProvider, TimeProvider.System);
        _source = _isPooled ? CancellationSources.Rent() : new CancellationTokenSource();
        Token = _source.Token;
        if (cancellationToken.CanBeCanceled)
        {
#if NET
            _registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
#else
            _registration = cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), _source, useSynchronizationContext: false);
#endif
        }

        if (timeout == System.Threading.Timeout.InfiniteTimeSpan)
        {
            return;
        }

        if (_isPooled)
        {
            // Its own timer: only with that does the source know whether it can be used again.
            _source.CancelAfter(timeout);
        }
        else
        {
            _waitingSince = timeProvider.GetTimestamp();
            _timer = timeProvider.CreateTimer(static state => ((Deadline)state!).Expire(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public TimeSpan Timeout { get; }

    public CancellationToken Token { get; }

    public bool IsExpired => Volatile.Read(ref _expired) != 0 || (_isPooled && Token.IsCancellationRequested && !_caller.IsCancellationRequested);

    /// <summary>Starts the time anew. The timer is left as it is: where it comes too early, it is set again then.</summary>
    public void Restart() => Volatile.Write(ref _waitingSince, _timeProvider.GetTimestamp());

    /// <summary>Stops the time until the next <see cref="Restart"/>.</summary>
    public void Pause() => Volatile.Write(ref _waitingSince, Paused);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _timer?.Dispose();
        _registration.Dispose();
        if (_isPooled)
        {
            CancellationSources.Return(_source);
        }
        else
        {
            _source.Dispose();
        }
    }

    private void Expire()
    {
        var since = Volatile.Read(ref _waitingSince);
        var left = since == Paused ? Timeout : Timeout - _timeProvider.GetElapsedTime(since);
        if (left >= Tick && _timer is { } timer)
        {
            SetAgain(timer, left);
            return;
        }

        Volatile.Write(ref _expired, 1);
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended in the same moment: nobody waits any more.
        }
    }

    private static void SetAgain(ITimer timer, TimeSpan left)
    {
        try
        {
            timer.Change(left, System.Threading.Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The work ended in the same moment.
        }
    }
}
