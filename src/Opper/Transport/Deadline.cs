namespace Opper;

/// <summary>A token that is cancelled when the caller's is or when the time is up, and that knows which it was.</summary>
/// <remarks>The time runs from the start. The token is made when it is first asked for, as most calls never need that of their whole time.</remarks>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly bool _isPooled;
    private readonly long _started;
    private CancellationTokenSource? _source;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private int _disposed;

    /// <param name="timeProvider">The clock.</param>
    /// <param name="timeout">The time there is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="isPrivate">Whether nobody keeps the token beyond the deadline's own life: then its source is used again.</param>
    public Deadline(TimeProvider timeProvider, TimeSpan timeout, CancellationToken cancellationToken, bool isPrivate = false)
    {
        _timeProvider = timeProvider;
        _timeout = timeout;
        _caller = cancellationToken;
        _isPooled = isPrivate && CancellationSources.CanPool(timeProvider);
        _started = timeProvider.GetTimestamp();
    }

    public CancellationToken Token => _source is null ? Start(Remaining) : _token;

    public bool IsExpired => Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_started);

    public TimeSpan Remaining => _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - Elapsed;

    /// <summary>A deadline of its own for one part of the work, which ends with the whole.</summary>
    public Deadline ForPart(TimeSpan timeout, bool isPrivate)
    {
        // The part's own limit comes first: the caller's token is all that can end it earlier.
        var isShorter = _source is null && timeout != Timeout.InfiniteTimeSpan && (timeout < _timeout || _timeout == Timeout.InfiniteTimeSpan);
        return new Deadline(_timeProvider, timeout, isShorter ? _caller : Token, isPrivate);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0 || _source is null)
        {
            return;
        }

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

    private CancellationToken Start(TimeSpan remaining)
    {
        var isOver = remaining <= TimeSpan.Zero;
        var timeout = isOver || remaining == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : remaining;
        _source = _isPooled ? CancellationSources.Rent(timeout) : CancellationSources.Create(_timeProvider, timeout);
        _token = _source.Token;
        _registration = CancellationSources.Link(_source, _caller);
        if (isOver)
        {
            _source.Cancel();
        }

        return _token;
    }
}
