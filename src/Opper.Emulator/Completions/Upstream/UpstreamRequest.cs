namespace Opper.Emulator.Completions.Upstream;

/// <summary>
/// Creates a chat request from a call: the instructions become the system message, the examples earlier turns, the input the user message, and the
/// output schema the response format.
/// </summary>
internal static partial class UpstreamRequest
{
    private const int MaxNameLength = 64;

    // Opper's own fields, current and from older documentation.
    private static readonly string[] OpperFields = ["tags", "parent_span_id", "fallback_models", "span_uuid", "evaluate"];

    public static JsonObject Of(CallSpecification call, string? model, bool streamed)
    {
        var request = call.Chat is { } chat ? OfChat(chat) : OfTask(call);
        request["model"] = model ?? call.Model.Name;
        foreach (var (name, value) in call.Model.Options ?? [])
        {
            request[name] = value?.DeepClone();
        }

        request.Remove("stream");
        request.Remove("stream_options");
        if (streamed)
        {
            request["stream"] = true;
            var options = call.Chat?.Request["stream_options"]?.DeepClone() as JsonObject ?? [];
            options["include_usage"] = true;
            request["stream_options"] = options;
        }

        return request;
    }

    private static JsonObject OfChat(ChatConversation chat)
    {
        var request = (JsonObject)chat.Request.DeepClone();
        foreach (var name in OpperFields)
        {
            request.Remove(name);
        }

        return request;
    }

    private static JsonObject OfTask(CallSpecification call)
    {
        var messages = new JsonArray();
        if (call.Input is null)
        {
            // Some servers require a user message.
            messages.Add(Message("user", call.Instructions));
        }
        else
        {
            messages.Add(Message("system", call.Instructions));
            foreach (var example in call.Examples.OfType<JsonObject>())
            {
                messages.Add(Message("user", Wire.AsString(example["input"])));
                messages.Add(Message("assistant", Wire.AsString(example["output"])));
            }

            messages.Add(Message("user", Wire.AsString(call.Input)));
        }

        var request = new JsonObject { ["messages"] = messages };
        if (call.OutputSchema is { } schema)
        {
            request["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = SchemaName(call.Name), ["schema"] = schema.DeepClone() },
            };
        }

        return request;
    }

    private static JsonObject Message(string role, string? content) => new() { ["role"] = role, ["content"] = content ?? string.Empty };

    // OpenAI allows letters, digits, underscores and hyphens.
    private static string SchemaName(string name)
    {
        var plain = Forbidden().Replace(name, "_");
        return plain[..Math.Min(plain.Length, MaxNameLength)];
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Forbidden();
}
