using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper.Extensions.AI;

using Microsoft.Extensions.AI;

/// <summary>Values of Microsoft.Extensions.AI as JSON.</summary>
internal static class AIJson
{
    // Theirs, without the white space that a model would have to read.
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Converters = { new JTokenConverter() } };

    public static string Write(object? value) => value switch
    {
        null => "null",
        JsonElement { ValueKind: JsonValueKind.Undefined } => "null",
        JsonElement element => element.GetRawText(),
        JToken token => JTokenConverter.Text(token),
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
        JValue { Type: JTokenType.String } token => (string)token!,
        TextContent content => content.Text,
        IEnumerable<AIContent> contents when contents.All(static content => content is TextContent) => string.Concat(contents.OfType<TextContent>().Select(static content => content.Text)),
        _ => Write(value),
    };

    public static IDictionary<string, object?>? ReadArguments(string json)
        => JsonSerializer.Deserialize(string.IsNullOrWhiteSpace(json) ? "{}" : json, Options.GetTypeInfo(typeof(IDictionary<string, object?>))) as IDictionary<string, object?>;

    private static string WriteContent(AIContent content) => JsonSerializer.Serialize(content, Options.GetTypeInfo(typeof(AIContent)));
}
