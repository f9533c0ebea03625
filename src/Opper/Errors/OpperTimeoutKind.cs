namespace Opper;

/// <summary>Which of the time limits ran out.</summary>
public enum OpperTimeoutKind
{
    /// <summary><see cref="OpperClientOptions.AttemptTimeout"/>: one try.</summary>
    Attempt,

    /// <summary><see cref="OpperClientOptions.Timeout"/>: the whole call, retries and the waits between them included.</summary>
    Total,

    /// <summary><see cref="OpperClientOptions.StreamIdleTimeout"/>: the time between two pieces of a stream.</summary>
    StreamIdle,

    /// <summary>The time that <c>WaitForIndexingAsync</c> was given for a file to be indexed.</summary>
    Indexing,
}
