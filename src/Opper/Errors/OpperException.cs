namespace Opper;

/// <summary>The base class of exceptions for failed requests. Cancellation by the caller throws <see cref="OperationCanceledException"/>.</summary>
public abstract class OpperException : Exception
{
    private protected OpperException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The request ID from the response headers, or <see langword="null"/>. Include it in support requests.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The number of attempts, including the first; 0 if the failure is not related to an attempt.</summary>
    public int Attempts { get; internal set; }
}
