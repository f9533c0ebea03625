namespace Opper;

/// <summary>Thrown when a timeout of the client elapses. Cancellation by the caller throws <see cref="OperationCanceledException"/>.</summary>
public sealed class OpperTimeoutException : OpperException
{
    internal OpperTimeoutException(OpperTimeoutKind kind, TimeSpan timeout, string what, Exception? innerException = null)
        : base(Describe(kind, timeout, what), innerException)
    {
        Kind = kind;
        Timeout = timeout;
    }

    /// <summary>The kind of timeout.</summary>
    public OpperTimeoutKind Kind { get; }

    /// <summary>The timeout that elapsed.</summary>
    public TimeSpan Timeout { get; }

    private static string Describe(OpperTimeoutKind kind, TimeSpan timeout, string what) => kind switch
    {
        OpperTimeoutKind.Attempt => FormattableString.Invariant($"{what}: an attempt exceeded AttemptTimeout ({timeout.TotalSeconds:0.###} s)."),
        OpperTimeoutKind.Total => FormattableString.Invariant($"{what}: the call, including retries, exceeded Timeout ({timeout.TotalSeconds:0.###} s)."),
        OpperTimeoutKind.Indexing => FormattableString.Invariant($"{what} was not indexed within {timeout.TotalSeconds:0.###} s; indexing may still complete."),
        _ => FormattableString.Invariant($"{what}: the connection was idle for longer than StreamIdleTimeout ({timeout.TotalSeconds:0.###} s)."),
    };
}
