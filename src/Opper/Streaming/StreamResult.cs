namespace Opper;

/// <summary>A stream put together.</summary>
public sealed class StreamResult
{
    internal StreamResult(string? text, RawJson? jsonPayload, string? spanId)
    {
        Text = text;
        JsonPayload = jsonPayload;
        SpanId = spanId;
    }

    /// <summary>The whole text, or <see langword="null"/> when the answer was structured.</summary>
    public string? Text { get; }

    /// <summary>The structured answer, or <see langword="null"/> when it was text.</summary>
    public RawJson? JsonPayload { get; }

    /// <summary>The span of the call, from which tokens and cost can be read.</summary>
    public string? SpanId { get; }
}
