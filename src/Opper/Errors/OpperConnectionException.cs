namespace Opper;

/// <summary>The connection to the API could not be made, or it broke before the whole answer was there.</summary>
public sealed class OpperConnectionException : OpperException
{
    internal OpperConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the request surely never reached the server (no connection was made), so that sending it again cannot do its work twice.</summary>
    public bool IsRequestUnsent { get; internal init; }

    /// <summary>What had arrived of the body when the connection broke, at most its first 64 KiB; <see langword="null"/> when nothing had.</summary>
    public string? PartialBody { get; internal init; }
}
