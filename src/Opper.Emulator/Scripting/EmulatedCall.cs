namespace Opper.Emulator;

/// <summary>A call as passed to a script.</summary>
public sealed class EmulatedCall
{
    internal EmulatedCall()
    {
    }

    /// <summary>The name of the function; <c>openai/chat/completions</c> for chats.</summary>
    public required string Name { get; init; }

    /// <summary>The effective instructions.</summary>
    public required string Instructions { get; init; }

    /// <summary>The model of the call, after aliases and custom models have been resolved.</summary>
    public required string Model { get; init; }

    /// <summary>The input: text, JSON, or null. For chats, the request.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>For chats, the text of the last user message; null for a task call.</summary>
    public string? UserText { get; init; }

    /// <summary>The effective output schema, or null for text.</summary>
    public JsonObject? OutputSchema { get; init; }

    /// <summary>The tags of the call.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The input as text: a string unchanged, anything else as JSON; empty if there is none.</summary>
    public string InputText => Wire.AsString(Input) ?? string.Empty;

    /// <summary>Deserializes the input with System.Text.Json, with case-insensitive names.</summary>
    /// <typeparam name="T">The type to deserialize to.</typeparam>
    /// <returns>The input.</returns>
    /// <exception cref="JsonException">The input does not fit the type.</exception>
    public T? InputAs<T>() => Input.Deserialize<T>(JsonSerializerOptions.Web);
}
