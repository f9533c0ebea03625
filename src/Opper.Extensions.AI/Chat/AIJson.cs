using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>Serializes values of Microsoft.Extensions.AI as JSON.</summary>
internal static class AIJson
{
    // The default options, without indentation, which would cost tokens.
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement { ValueKind: JsonValueKind.Undefined } => "null",
        JsonElement element => element.GetRawText(),
        // The feature switch of trimmed programs, which do not include Json.NET.
        _ when JsonSerializer.IsReflectionEnabledByDefault && JTokenConverter.TextOf(value) is { } json => json,
        RawJson json => json.GetRawText(),
        // Serialized one by one, whatever the declared type of the list.
        IEnumerable<AIContent> contents => $"[{string.Join(",", contents.Select(WriteContent))}]",
        AIContent content => WriteContent(content),
        IDictionary<string, object?> members => JsonSerializer.Serialize(members, Options.GetTypeInfo(typeof(IDictionary<string, object?>))),
        _ => JsonSerializer.Serialize(value, Options.GetTypeInfo(value.GetType())),
    };

    /// <summary>A string unchanged, text contents concatenated, anything else as JSON.</summary>
    public static string WriteText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ when JsonSerializer.IsReflectionEnabledByDefault && JTokenConverter.StringOf(value) is { } text => text,
        TextContent content => content.Text,
        IEnumerable<AIContent> contents when contents.All(static content => content is TextContent) =>
            string.Concat(contents.OfType<TextContent>().Select(static content => content.Text)),
        _ => Write(value),
    };

    public static IDictionary<string, object?>? ReadArguments(string json) =>
        JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(json) ? "{}" : json,
            Options.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.Converters.Add(new JTokenConverter());
        }

        return options;
    }

    private static string WriteContent(AIContent content) => JsonSerializer.Serialize(content, Options.GetTypeInfo(typeof(AIContent)));
}
