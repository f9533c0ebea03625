namespace Opper;

/// <summary>A stream broke after it had begun: the server sent an error in it, or it was cut.</summary>
public sealed class OpperStreamException : OpperException
{
    internal OpperStreamException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the stream ended before its end: the connection was cut, or closed within an event.</summary>
    public bool IsTruncated { get; internal init; }

    /// <summary>The error type the server named within the stream, or <see langword="null"/>.</summary>
    public string? ErrorType { get; internal init; }

    /// <summary>The server's words about the error within the stream, or <see langword="null"/>.</summary>
    public string? ErrorMessage { get; internal init; }

    /// <summary>The span of the call, when the stream had named it. What was received until then can be read there.</summary>
    public string? SpanId { get; internal init; }

    /// <summary>The event as it came, when its text was the trouble; otherwise <see langword="null"/>.</summary>
    public string? RawEvent { get; internal set; }
}
