using System.Text.Json.Nodes;

namespace Opper.Compat;

/// <summary>Converts task inputs and outputs to messages: text as it is, other values as JSON, and media as parts that the JSON refers to by number.</summary>
internal static class TaskInput
{
    private const string Media = "_opper_media_input";

    public static string Text(object? value, ICallerTypes? types)
    {
        if (value is null or string)
        {
            return (string?)value ?? string.Empty;
        }

        using var bytes = JsonWrite.Request(value, types);
        return Utf8Text.Decode(bytes.Span);
    }

    public static ChatContent Content(object? value, ICallerTypes? types)
    {
        var text = Text(value, types);
        if (value is null or string || text.IndexOf(Media, StringComparison.Ordinal) < 0
            || JsonNode.Parse(text, documentOptions: new() { MaxDepth = OpperJson.MaxDepth }) is not { } json)
        {
            return text!;
        }

        var parts = new List<ChatContentPart>();
        json = Take(json, parts);
        parts.Insert(0, ChatContentPart.FromText(json is null ? string.Empty : JsonWrite.Text(json)));
        return parts;
    }

    private static JsonNode? Take(JsonNode? node, List<ChatContentPart> parts)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } map when map[Media] is JsonValue value && value.TryGetValue<string>(out var url) && Part(url) is { } part:
                parts.Add(part);
                return new JsonObject { [Media] = $"attachment:{parts.Count}" };
            case JsonObject map:
                return new JsonObject(map.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, Take(member.Value, parts))).ToList());
            case JsonArray list:
                return new JsonArray(list.Select(item => Take(item, parts)).ToArray());
            default:
                return node?.DeepClone();
        }
    }

    // data:<mime>;base64,<content>
    private static ChatContentPart? Part(string url)
    {
        var comma = url.IndexOf(',');
        if (!url.StartsWith("data:", StringComparison.Ordinal) || comma < 0)
        {
            return null;
        }

        var type = url.Substring(5, comma - 5).Split(';')[0];
        return type.Split('/') switch
        {
            ["image", _] => ChatContentPart.FromImage(url),
            ["audio", var format] => new ChatContentPart
            {
                Type = "input_audio",
                InputAudio = new ChatInputAudio { Data = url.Substring(comma + 1), Format = format is "mpeg" ? "mp3" : format },
            },
            [.., var kind] => new ChatContentPart { Type = "file", File = new ChatFile { FileName = "attachment." + kind, FileData = url } },
            _ => null,
        };
    }
}
