namespace Opper.Transport;

/// <summary>The client's settings, overridden by those of one call.</summary>
internal readonly struct CallSettings
{
    public CallSettings(OpperClientOptions client, RequestOptions? call)
    {
        Timeout = Positive(call?.Timeout, nameof(RequestOptions.Timeout)) ?? client.Timeout;
        AttemptTimeout = Positive(call?.AttemptTimeout, nameof(RequestOptions.AttemptTimeout)) ?? client.AttemptTimeout;
        StreamIdleTimeout = Positive(call?.StreamIdleTimeout, nameof(RequestOptions.StreamIdleTimeout)) ?? client.StreamIdleTimeout;
        MaxRetries = call?.MaxRetries is < 0
            ? throw new ArgumentOutOfRangeException(nameof(call), call.MaxRetries, $"{nameof(RequestOptions.MaxRetries)} must be 0 or more.")
            : call?.MaxRetries ?? client.MaxRetries;
        ValidatesOutputs = call?.ValidateOutput ?? client.ValidateOutputs;
    }

    public TimeSpan Timeout { get; init; }
    public TimeSpan AttemptTimeout { get; }
    public TimeSpan StreamIdleTimeout { get; }
    public int MaxRetries { get; }
    public bool ValidatesOutputs { get; }

    private static TimeSpan? Positive(TimeSpan? value, string name) =>
        value is { } timeout ? OpperClientOptions.CheckTimeout(timeout, name) : null;
}
