namespace Opper;

/// <summary>
/// A timeout for reads and writes. It runs from <see cref="Start"/> to <see cref="Pause"/> only, so that time between two waits does not count. The token is
/// also canceled by the caller's, and when the HttpClient has been disposed, which its owner may do at any time and which does not abort pending reads.
/// </summary>
/// <remarks>Disposal is checked for after 1, 2, 4, … seconds of waiting, because each check throws an exception.</remarks>
internal sealed class IdleTimeout : IDisposable
{
    private const long Paused = long.MinValue;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    // The resolution of timers, which may fire slightly early.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;
    private readonly HttpClient? _client;
    private ITimer? _timer;
    private long _waitingSince = Paused;
    private int _expired;

    /// <param name="timeProvider">The clock.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="client">The client whose disposal ends the wait, or <see langword="null"/> for one that cannot be disposed.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public IdleTimeout(TimeProvider timeProvider, TimeSpan timeout, HttpClient? client, CancellationToken cancellationToken)
    {
        _timeProvider = timeProvider;
        _timeout = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;
        _client = client;
        Token = _source.Token;
        _registration = CancellationSources.Link(_source, cancellationToken);
    }

    public CancellationToken Token { get; }

    public bool IsExpired => Volatile.Read(ref _expired) != 0;

    /// <summary>Whether the wait ended because the client was disposed.</summary>
    public bool IsClientDisposed { get; private set; }

    // Outside of a wait, the timer need not fire earlier than a wait that starts now could end.
    private TimeSpan FirstTick => _client is null || _timeout < FirstLook ? _timeout : FirstLook;

    /// <summary>Starts or restarts the wait. A running timer is not changed: if it fires too early, it is rescheduled then.</summary>
    public void Start()
    {
        if (FirstTick == TimeSpan.MaxValue)
        {
            return;
        }

        Volatile.Write(ref _waitingSince, _timeProvider.GetTimestamp());
        _timer ??= _timeProvider.CreateTimer(static state => ((IdleTimeout)state!).Expire(), this, FirstTick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the wait.</summary>
    public void Pause() => Volatile.Write(ref _waitingSince, Paused);

    public void Dispose()
    {
        _timer?.Dispose();
        _registration.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
        try
        {
            var since = Volatile.Read(ref _waitingSince);
            var elapsed = since == Paused ? TimeSpan.Zero : _timeProvider.GetElapsedTime(since);
            IsClientDisposed = _client is not null && elapsed >= FirstLook - Tick && IsDisposed(_client);
            if (!IsClientDisposed && _timeout - elapsed >= Tick)
            {
                _timer?.Change(NextTick(elapsed), Timeout.InfiniteTimeSpan);
                return;
            }

            Volatile.Write(ref _expired, IsClientDisposed ? 0 : 1);
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended at the same moment, so there is no wait left to cancel.
        }
    }

    private TimeSpan NextTick(TimeSpan elapsed)
    {
        var left = _timeout - elapsed;
        var look = elapsed > FirstLook ? elapsed : FirstLook;
        return _client is null || left < look ? left : look;
    }

    // Setting Timeout on a client that has sent requests always throws, and the type of the exception tells whether it is disposed.
    private static bool IsDisposed(HttpClient client)
    {
        try
        {
            client.Timeout = client.Timeout;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
