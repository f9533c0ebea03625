namespace Opper;

/// <summary>Thrown when the connection to the API cannot be established or is lost before the response is complete.</summary>
public sealed class OpperConnectionException : OpperException
{
    internal OpperConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the request never reached the server, because no connection was established, so that it is safe to send again.</summary>
    public bool IsRequestUnsent { get; internal init; }

    /// <summary>The HTTP status code, if the response headers were received; otherwise <see langword="null"/>.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The part of the response body that was received, truncated to 64 KiB, or <see langword="null"/>.</summary>
    public string? PartialBody { get; internal init; }

    // Not retried, because another attempt would use the same disposed client.
    internal bool IsClientDisposed { get; init; }
}
