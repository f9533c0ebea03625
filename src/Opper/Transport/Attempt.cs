namespace Opper;

/// <summary>The state of one attempt when it failed, from which the exception is created.</summary>
internal readonly struct Attempt(CallState state, HttpClient http, OpperTimeoutKind limitKind, TimeSpan limit)
{
    public CallState State { get; } = state;

    public HttpClient Http { get; } = http;

    public OpperTimeoutKind LimitKind { get; } = limitKind;

    public TimeSpan Limit { get; } = limit;

    /// <summary>The response, once its headers have been received.</summary>
    public HttpResponseMessage? Response { get; init; }

    /// <summary>The part of the body that has been received.</summary>
    public PooledBytes? Body { get; init; }

    /// <summary>The host it was sent to, if not the API.</summary>
    public string? Authority { get; init; }
}
