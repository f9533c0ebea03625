using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>Values of Microsoft.Extensions.AI as JSON.</summary>
internal static class AIJson
{
    // Theirs, without the white space that a model would have to read.
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement { ValueKind: JsonValueKind.Undefined } => "null",
        JsonElement element => element.GetRawText(),
        // The switch of trimmed programs, which have no tokens and do not carry Json.NET.
        _ when JsonSerializer.IsReflectionEnabledByDefault && JTokenConverter.TextOf(value) is { } json => json,
        RawJson json => json.GetRawText(),
        // The contents themselves, not what the list of them is declared as.
        IEnumerable<AIContent> contents => $"[{string.Join(",", contents.Select(WriteContent))}]",
        AIContent content => WriteContent(content),
        IDictionary<string, object?> members => JsonSerializer.Serialize(members, Options.GetTypeInfo(typeof(IDictionary<string, object?>))),
        _ => JsonSerializer.Serialize(value, Options.GetTypeInfo(value.GetType())),
    };

    /// <summary>A string as it is, texts joined, anything else as JSON.</summary>
    public static string WriteText(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ when JsonSerializer.IsReflectionEnabledByDefault && JTokenConverter.StringOf(value) is { } text => text,
        TextContent content => content.Text,
        IEnumerable<AIContent> contents when contents.All(static content => content is TextContent) => string.Concat(contents.OfType<TextContent>().Select(static content => content.Text)),
        _ => Write(value),
    };

    public static IDictionary<string, object?>? ReadArguments(string json)
        => JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(json) ? "{}" : json, Options.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;

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
