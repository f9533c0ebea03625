namespace Opper;

/// <summary>Options for a single request. Values that are not set default to those of the client.</summary>
public sealed class RequestOptions
{
    /// <summary>The timeout for the whole call, including retries and the delays between them. Default: <see cref="OpperClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The timeout for one attempt. Default: <see cref="OpperClientOptions.AttemptTimeout"/>.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>The idle timeout of a stream. Default: <see cref="OpperClientOptions.StreamIdleTimeout"/>.</summary>
    public TimeSpan? StreamIdleTimeout { get; init; }

    /// <summary>The maximum number of retries; 0 disables them. Default: <see cref="OpperClientOptions.MaxRetries"/>.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Whether a typed result is validated against its validation attributes. Default: <see cref="OpperClientOptions.ValidateOutputs"/>.</summary>
    public bool? ValidateOutput { get; init; }

    /// <summary>The API surface to send a call, chat or embedding request to. Default: <see cref="OpperClientOptions.Surface"/>.</summary>
    public OpperSurface? Surface { get; init; }

    /// <summary>Headers to add to the request, replacing those of the client with the same name. Values must be printable ASCII.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Query parameters to add, for parameters that this version of the library does not support.</summary>
    public IDictionary<string, string> Query { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
