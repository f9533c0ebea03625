namespace Opper;

/// <summary>Settings for one call, over those of the client. What is not set is the client's.</summary>
public sealed class RequestOptions
{
    /// <summary>The whole call, retries and waits included. Default: <see cref="OpperClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>One attempt: to the last byte of an answer, to the headers of a stream. Default: <see cref="OpperClientOptions.AttemptTimeout"/>.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>Between two pieces of a stream. Default: <see cref="OpperClientOptions.StreamIdleTimeout"/>.</summary>
    public TimeSpan? StreamIdleTimeout { get; init; }

    /// <summary>How often a failed attempt is repeated; 0 for never. Default: <see cref="OpperClientOptions.MaxRetries"/>.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Whether a typed answer is held against the validation attributes of its type. Default: <see cref="OpperClientOptions.ValidateAnswers"/>.</summary>
    public bool? ValidateAnswer { get; init; }

    /// <summary>Which endpoint a call, a chat or embeddings are sent to. Default: <see cref="OpperClientOptions.Surface"/>.</summary>
    public OpperSurface? Surface { get; init; }

    /// <summary>Headers to add to the request, whose values are printable ASCII. A name the client sets itself is replaced.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Query parameters to add, for what the API takes and this version does not know.</summary>
    public IDictionary<string, string> Query { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
