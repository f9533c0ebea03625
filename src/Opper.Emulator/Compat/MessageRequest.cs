namespace Opper.Emulator.Compat;

/// <summary>Converts a request in Anthropic's format to a chat.</summary>
internal static class MessageRequest
{
    public static JsonObject ToChat(JsonObject request)
    {
        foreach (var name in new[] { "model", "max_tokens", "messages" })
        {
            ApiException.BadRequestIf(request[name] is null, $"{name}: Field required");
        }

        var chat = request.Pick("model", "max_tokens", "temperature", "top_p", "stream");
        chat["stop"] = request["stop_sequences"]?.DeepClone();
        chat["messages"] = new JsonArray([
            .. request["system"] is { } system ? [new JsonObject { ["role"] = "system", ["content"] = TextOf(system) }] : Array.Empty<JsonNode>(),
            .. request["messages"]!.AsArray().SelectMany(message => Messages(message!)),
        ]);
        chat["response_format"] = (request["output_config"]?["format"] ?? request["output_format"])?["schema"] is { } schema
            ? new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "answer", ["schema"] = schema.DeepClone() } }
            : null;
        chat["tools"] = request["tools"] is JsonArray tools ? new JsonArray([.. tools.Select(tool => Function(tool!))]) : null;
        chat["tool_choice"] = (string?)request["tool_choice"]?["type"] switch
        {
            "any" => "required",
            "tool" => new JsonObject { ["type"] = "function", ["function"] = request["tool_choice"]!.AsObject().Pick("name") },
            var other => other,
        };
        return chat.WithoutNulls();
    }

    private static JsonObject Function(JsonNode tool)
    {
        var function = tool.AsObject().Pick("name", "description");
        function["parameters"] = tool["input_schema"]?.DeepClone();
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    // Tool results are separate messages in a chat.
    private static IEnumerable<JsonNode> Messages(JsonNode message)
    {
        if (message["content"] is not JsonArray blocks)
        {
            return [message.DeepClone()];
        }

        var results = blocks.Where(block => Kind(block) == "tool_result").Select(block => (JsonNode)new JsonObject
        {
            ["role"] = "tool",
            ["tool_call_id"] = (string?)block!["tool_use_id"],
            ["content"] = TextOf(block["content"]),
        });
        var said = new JsonArray([.. blocks.Select(Part).OfType<JsonObject>()]);
        var calls = new JsonArray([.. blocks.Where(block => Kind(block) == "tool_use").Select(block => new JsonObject
        {
            ["id"] = (string?)block!["id"],
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = (string?)block["name"], ["arguments"] = Wire.AsString(block["input"]) },
        })]);
        var rest = new JsonObject
        {
            ["role"] = (string?)message["role"],
            ["content"] = said.Count > 0 ? said : null,
            ["tool_calls"] = calls.Count > 0 ? calls : null,
        }.WithoutNulls();
        return rest.Count > 1 ? results.Append(rest) : results;
    }

    private static JsonObject? Part(JsonNode? block) => Kind(block) switch
    {
        "text" => block!.AsObject().Pick("type", "text"),
        "image" => new JsonObject
        {
            ["type"] = "image_url",
            ["image_url"] = new JsonObject
            {
                ["url"] = (string?)block!["source"]?["url"] ?? $"data:{(string?)block["source"]?["media_type"]};base64,{(string?)block["source"]?["data"]}",
            },
        },
        _ => null,
    };

    private static string? Kind(JsonNode? block) => (string?)block?["type"];

    private static string TextOf(JsonNode? content) => content is JsonArray blocks
        ? string.Join('\n', blocks.Select(block => (string?)block?["text"]).OfType<string>())
        : Wire.AsString(content) ?? string.Empty;
}
