using Opper.Emulator.Completions.BuiltIn;
using Opper.Emulator.Json;

namespace Opper.Emulator;

/// <summary>A call as a script sees it.</summary>
public sealed class EmulatedCall
{
    internal EmulatedCall()
    {
    }

    /// <summary>The function's name; <c>openai/chat/completions</c> for chat.</summary>
    public required string Name { get; init; }

    /// <summary>The instructions in force.</summary>
    public required string Instructions { get; init; }

    /// <summary>The model the call goes to, after aliases and custom models.</summary>
    public required string Model { get; init; }

    /// <summary>The input: text, JSON, or null. For chat, the request.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>For chat, the text of the last message of the user; null for a task call.</summary>
    public string? UserText { get; init; }

    /// <summary>The output schema in force, or null for a text answer.</summary>
    public JsonObject? OutputSchema { get; init; }

    /// <summary>The call's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The input as text: a string as it is, anything else as JSON; empty if there is none.</summary>
    public string InputText => Wire.AsString(Input) ?? string.Empty;

    /// <summary>Reads the input as a type, by System.Text.Json, letter case aside.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <returns>The input.</returns>
    /// <exception cref="JsonException">The input does not fit the type.</exception>
    public T? InputAs<T>() => Input.Deserialize<T>(JsonSerializerOptions.Web);
}
