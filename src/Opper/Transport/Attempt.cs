namespace Opper;

/// <summary>One attempt as far as it had come: what its failure is described by.</summary>
internal readonly struct Attempt(CallState state, HttpClient http, OpperTimeoutKind limitKind, TimeSpan limit)
{
    public CallState State { get; } = state;

    public HttpClient Http { get; } = http;

    public OpperTimeoutKind LimitKind { get; } = limitKind;

    public TimeSpan Limit { get; } = limit;

    /// <summary>The answer, once its headers had come.</summary>
    public HttpResponseMessage? Response { get; init; }

    /// <summary>What had come of its body.</summary>
    public PooledBytes? Body { get; init; }

    /// <summary>Where it went, if not to the API.</summary>
    public string? Authority { get; init; }
}
