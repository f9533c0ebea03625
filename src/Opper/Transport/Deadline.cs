namespace Opper;

/// <summary>A token that is cancelled when the caller's is or when the time is up, and that knows which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;
    private readonly bool _isPooled;
    private int _disposed;

    /// <param name="timeProvider">The clock.</param>
    /// <param name="timeout">The time there is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="isPrivate">Whether nobody keeps the token beyond the deadline's own life: then its source is used again.</param>
    public Deadline(TimeProvider timeProvider, TimeSpan timeout, CancellationToken cancellationToken, bool isPrivate = false)
    {
        _caller = cancellationToken;
        _isPooled = isPrivate && CancellationSources.CanPool(timeProvider);
        _source = _isPooled ? CancellationSources.Rent(timeout) : CancellationSources.Create(timeProvider, timeout);
        Token = _source.Token;
        _registration = CancellationSources.Link(_source, cancellationToken);
    }

    public CancellationToken Token { get; }

    public bool IsExpired => Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
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
}
