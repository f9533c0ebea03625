namespace Opper;

/// <summary>The root of everything this library throws for a call that failed. A caller's own cancellation stays an <see cref="OperationCanceledException"/>.</summary>
public abstract class OpperException : Exception
{
    private protected OpperException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The request id the server gave in its response headers, or <see langword="null"/> when it gave none. Quote it to support.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>How many attempts were made, the first one included; 0 where the failure is not tied to an attempt.</summary>
    public int Attempts { get; internal set; }
}
