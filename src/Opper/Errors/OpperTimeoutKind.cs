namespace Opper;

/// <summary>The kind of timeout that elapsed.</summary>
public enum OpperTimeoutKind
{
    /// <summary><see cref="OpperClientOptions.AttemptTimeout"/>: a single attempt.</summary>
    Attempt,

    /// <summary><see cref="OpperClientOptions.Timeout"/>: the whole call, including retries and the delays between them.</summary>
    Total,

    /// <summary><see cref="OpperClientOptions.StreamIdleTimeout"/>: the time without data on a stream or upload.</summary>
    StreamIdle,

    /// <summary>The timeout of <c>WaitForIndexingAsync</c>.</summary>
    Indexing,
}
