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

    /// <summary>The status of the answer, where its headers had come before the connection broke or its body could not be decoded; otherwise <see langword="null"/>.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>What had arrived of the body when the connection broke, at most its first 64 KiB; <see langword="null"/> when nothing had.</summary>
    public string? PartialBody { get; internal init; }

    // Another attempt would go through the same client.
    internal bool IsClientDisposed { get; init; }
}
