namespace Opper;

/// <summary>One of the client's own time limits ran out. A caller's cancellation is never reported as this.</summary>
public sealed class OpperTimeoutException : OpperException
{
    internal OpperTimeoutException(OpperTimeoutKind kind, TimeSpan timeout, string what, Exception? innerException = null)
        : base(Describe(kind, timeout, what), innerException)
    {
        Kind = kind;
        Timeout = timeout;
    }

    /// <summary>Which limit ran out.</summary>
    public OpperTimeoutKind Kind { get; }

    /// <summary>The limit that ran out.</summary>
    public TimeSpan Timeout { get; }

    private static string Describe(OpperTimeoutKind kind, TimeSpan timeout, string what) => kind switch
    {
        OpperTimeoutKind.Attempt => FormattableString.Invariant($"{what}: one attempt took longer than AttemptTimeout ({timeout.TotalSeconds:0.###} s)."),
        OpperTimeoutKind.Total => FormattableString.Invariant($"{what}: the call took longer than Timeout ({timeout.TotalSeconds:0.###} s), retries included."),
        OpperTimeoutKind.Indexing => FormattableString.Invariant($"{what} was not indexed within {timeout.TotalSeconds:0.###} s; it may still be later."),
        _ => FormattableString.Invariant($"{what}: nothing moved on the stream for longer than StreamIdleTimeout ({timeout.TotalSeconds:0.###} s)."),
    };
}
