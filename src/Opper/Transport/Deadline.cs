namespace Opper;

/// <summary>A token that is cancelled when the caller's is or when the time is up, and that knows which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer? _timer;
    private int _expired;

    public Deadline(TimeProvider timeProvider, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Timeout = timeout;
        if (cancellationToken.CanBeCanceled)
        {
#if NET
            _registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
#else
            _registration = cancellationToken.Register(static state => ((CancellationTokenSource)state!).Cancel(), _source, useSynchronizationContext: false);
#endif
        }

        if (timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            _timer = timeProvider.CreateTimer(static state => ((Deadline)state!).Expire(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public TimeSpan Timeout { get; }

    public CancellationToken Token => _source.Token;

    public bool IsExpired => Volatile.Read(ref _expired) != 0;

    /// <summary>Starts the time anew.</summary>
    public void Restart() => _timer?.Change(Timeout, System.Threading.Timeout.InfiniteTimeSpan);

    /// <summary>Stops the time until the next <see cref="Restart"/>.</summary>
    public void Pause() => _timer?.Change(System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer?.Dispose();
        _registration.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
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
}
