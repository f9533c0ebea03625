using Opper.Emulator.Json;
using Opper.Emulator.Models;

namespace Opper.Emulator.Completions;

/// <summary>An answer and where it came from.</summary>
internal sealed record Completion(JsonNode? Value, string Source)
{
    public string? Text => Wire.AsString(Value);

    /// <summary>The pieces a stream is made of, where a script says so; else it is cut at words.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>An answer that is still on its way; the value is not known then.</summary>
    public LiveAnswer? Live { get; init; }

    /// <summary>Tools that a chat's answer calls in the place of a text.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>Why a chat's answer ends, where it is not the usual reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>A chat's answer as the source gave it, to be passed on as it is.</summary>
    public JsonObject? Raw { get; init; }

    /// <summary>What a stream ends with, after the pieces, in the place of its end.</summary>
    public StreamError? Error { get; init; }

    /// <summary>Tokens as the source counted them; the emulator's own rule if it did not.</summary>
    public TokenUsage? Usage { get; init; }
}
