using System.Text.Json;

namespace Opper.Extensions.AI;

using Microsoft.Extensions.AI;

/// <summary>Values of Microsoft.Extensions.AI as JSON.</summary>
internal static class AIJson
{
    // Theirs, without the white space that a model would have to read.
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement element => element.GetRawText(),
        _ => JsonSerializer.Serialize(value, Options.GetTypeInfo(value.GetType())),
    };

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static string WriteText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => Write(value),
    };

    public static IDictionary<string, object?>? ReadArguments(string json)
        => JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(json) ? "{}" : json, Options.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;
}
