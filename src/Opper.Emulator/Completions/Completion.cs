namespace Opper.Emulator.Completions;

/// <summary>An output and its source.</summary>
internal sealed record Completion(JsonNode? Value, string Source)
{
    public string? Text => Wire.AsString(Value);

    /// <summary>The deltas of the stream, if a script specifies them; otherwise the text is split at words.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>An output that is still being received, whose value is not known yet.</summary>
    public LiveOutput? Live { get; init; }

    /// <summary>The tool calls of a chat, instead of a text.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>The finish reason of a chat, if it is not the usual one.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The chat response as the source sent it, to be passed on unchanged.</summary>
    public JsonObject? Raw { get; init; }

    /// <summary>The error that ends the stream after the deltas.</summary>
    public StreamError? Error { get; init; }

    /// <summary>The token counts that the source reported; null if the emulator must count.</summary>
    public TokenUsage? Usage { get; init; }
}
