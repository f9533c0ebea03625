namespace Opper.Emulator.Compat;

/// <summary>Creates a call from a chat request: a task if the request has a name and no tools, otherwise a chat.</summary>
internal sealed class CompatReader(CallReader calls, ChatReader chats)
{
    private const string Media = "_opper_media_input";
    private const string Attachment = "attachment:";

    public (CallSpecification Call, ChatConversation Chat) Read(HttpRequest request)
    {
        var body = RequestBody.Of(request);
        ApiException.BadRequestIf(body.Json["model"] is JsonArray or JsonObject,
            "model must be the name of one model here: a list, or a model with options, is not supported");

        var chat = new ChatConversation(body.Json) { IsCompat = true };
        body.Json["tags"] = CompatHeaders.Tags(request);
        body.Json["parent_span_id"] = CompatHeaders.ParentSpanId(request);
        return CompatHeaders.Name(request) is not { } name ? (chats.Read(body, chat), chat)
            : chat.Tools.Tools.Count > 0 ? (chats.Read(body, chat) with { Name = name }, chat)
            : (calls.ForCall(new RequestBody(Task(name, chat))), chat);
    }

    // Earlier pairs of messages are the examples of the task.
    private static JsonObject Task(string name, ChatConversation chat)
    {
        var turns = chat.Messages.Where(message => (string?)message!["role"] is "user" or "assistant").ToList();
        return new JsonObject
        {
            ["name"] = name,
            ["instructions"] = chat.Instructions is { Length: > 0 } instructions ? instructions : null,
            ["input"] = turns.Count > 0 ? Input(turns[^1]!) : null,
            ["output_schema"] = chat.Schema?.DeepClone(),
            ["examples"] = new JsonArray([.. turns.SkipLast(1).Chunk(2).Where(pair => pair.Length == 2)
                .Select(pair => new JsonObject { ["input"] = Input(pair[0]!), ["output"] = Input(pair[1]!) })]),
            ["model"] = chat.Request["model"]?.DeepClone(),
            ["tags"] = chat.Request["tags"]?.DeepClone(),
            ["parent_span_id"] = chat.Request["parent_span_id"]?.DeepClone(),
        }.WithoutNulls();
    }

    // JSON inputs refer to media by number; text inputs have them attached.
    private static JsonNode? Input(JsonNode message)
    {
        var media = (message["content"] as JsonArray ?? []).Select(Url).OfType<string>().ToList();
        var input = Wire.Parsed(ChatConversation.Text(message));
        return media.Count == 0 ? input
            : input is JsonObject or JsonArray ? WithMedia(input, media)
            : new JsonObject { ["text"] = input, ["media"] = new JsonArray([.. media.Select(url => new JsonObject { [Media] = url })]) };
    }

    private static JsonNode? WithMedia(JsonNode? node, List<string> media) => node switch
    {
        JsonObject map when (string?)(map[Media] as JsonValue) is { } reference && reference.StartsWith(Attachment, StringComparison.Ordinal)
            && int.TryParse(reference[Attachment.Length..], out var number) && number >= 1 && number <= media.Count =>
                new JsonObject { [Media] = media[number - 1] },
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, WithMedia(member.Value, media)))),
        JsonArray list => new JsonArray([.. list.Select(item => WithMedia(item, media))]),
        _ => node?.DeepClone(),
    };

    private static string? Url(JsonNode? part) => (string?)part!["type"] switch
    {
        "image_url" => (string?)part["image_url"]?["url"],
        "input_audio" when part["input_audio"] is { } audio => $"data:audio/{Subtype((string?)audio["format"])};base64,{(string?)audio["data"]}",
        "file" => (string?)part["file"]?["file_data"],
        _ => null,
    };

    private static string? Subtype(string? format) => format is "mp3" ? "mpeg" : format;
}
