namespace Opper;

/// <summary>
/// A limit on waiting for the other side. It runs from <see cref="Start"/> to <see cref="Pause"/> only, so that the time between two waits
/// is never taken for silence. Its token is cancelled by the caller's too, and when the HttpClient behind the wait turns out to be disposed,
/// which its owner may do at any time and of which nobody is told.
/// </summary>
/// <remarks>That is looked at after 1, 2, 4, … seconds of waiting, as the looking costs an exception.</remarks>
internal sealed class IdleTimeout : IDisposable
{
    private const long Paused = long.MinValue;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    // What a timer may come too early.
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
    /// <param name="client">Whose disposal ends the wait, or <see langword="null"/> for one that nobody can dispose.</param>
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

    /// <summary>Whether the wait ended because the client is disposed.</summary>
    public bool IsClientDisposed { get; private set; }

    // While nobody waits, the timer need not come sooner than a wait that begins now could end.
    private TimeSpan FirstTick => _client is null || _timeout < FirstLook ? _timeout : FirstLook;

    /// <summary>The wait begins, or begins anew. A timer that is set already is left as it is: where it comes too early, it is set again then.</summary>
    public void Start()
    {
        if (FirstTick == TimeSpan.MaxValue)
        {
            return;
        }

        Volatile.Write(ref _waitingSince, _timeProvider.GetTimestamp());
        _timer ??= _timeProvider.CreateTimer(static state => ((IdleTimeout)state!).Expire(), this, FirstTick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The wait is over.</summary>
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
            // The work ended in the same moment: nobody waits any more.
        }
    }

    private TimeSpan NextTick(TimeSpan elapsed)
    {
        var left = _timeout - elapsed;
        var look = elapsed > FirstLook ? elapsed : FirstLook;
        return _client is null || left < look ? left : look;
    }

    // A client that has sent something lets its timeout be set no more, and says why.
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
