namespace Opper;

/// <summary>Thrown when a stream fails after it has started: the server sent an error, or the stream was truncated.</summary>
public sealed class OpperStreamException : OpperException
{
    internal OpperStreamException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the stream was truncated, because the connection was lost or closed early.</summary>
    public bool IsTruncated { get; internal init; }

    /// <summary>The error type sent within the stream, or <see langword="null"/>.</summary>
    public string? ErrorType { get; internal init; }

    /// <summary>The error message sent within the stream, or <see langword="null"/>.</summary>
    public string? ErrorMessage { get; internal init; }

    /// <summary>The span ID of the call, if it was received before the failure; otherwise <see langword="null"/>.</summary>
    public string? SpanId { get; internal init; }

    /// <summary>The raw event that could not be read, or <see langword="null"/>.</summary>
    public string? RawEvent { get; internal set; }
}
