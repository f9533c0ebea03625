namespace Opper;

/// <summary>A token that is canceled by the caller's token or by a timeout, and can tell which of the two it was.</summary>
/// <remarks>The timeout starts immediately. The token is created on first use, as most calls never need one for the total timeout.</remarks>
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
    /// <param name="timeout">The timeout.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="isPrivate">Whether the token is not used beyond the deadline's own lifetime, so that its source can be pooled.</param>
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

    /// <summary>A separate deadline for a part of the work, which also ends with the whole.</summary>
    public Deadline ForPart(TimeSpan timeout, bool isPrivate)
    {
        // The timeout of the part is shorter, so only the caller's token can end it earlier.
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
