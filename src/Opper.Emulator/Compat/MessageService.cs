namespace Opper.Emulator.Compat;

/// <summary>Completes messages in Anthropic's format, and records their spans and usage.</summary>
internal sealed class MessageService(ChatReader chats, CallService calls, OpperEmulatorOptions options)
{
    public async Task<IResult> CompleteAsync(HttpRequest request)
    {
        var context = request.HttpContext;
        var body = JsonText.Parse(context.Features.Get<ReceivedBody>()?.Bytes, options.Limits.MaxRequestBodyValues) as JsonObject
            ?? throw ApiException.BadRequest("The body must be a JSON object");
        var chatBody = MessageRequest.ToChat(body);
        chatBody["tags"] = CompatHeaders.Tags(request);
        chatBody["parent_span_id"] = CompatHeaders.ParentSpanId(request);
        var call = chats.Read(new RequestBody(chatBody), new ChatConversation(chatBody) { IsCompat = true });
        call = CompatHeaders.Name(request) is { } name ? call with { Name = name } : call;

        var generation = await calls.BeginAsync(call, streamed: false, context.RequestAborted).ConfigureAwait(false);
        calls.ThrowIfFailed(generation);
        var tokens = new ChatShape(generation, call.Chat!).Usage;
        var cost = calls.Finish(generation, ChatService.Shown(generation.Completion), tokens);
        CallHeaders.Add(context.Response, generation.SpanId, generation.Call.Model.Name);
        var message = Message(call, generation, tokens, cost);
        if (call.Chat!.IsStreamed)
        {
            return new MessageStream(message);
        }

        CallHeaders.AddCost(context.Response, cost);
        return Wire.Json(message);
    }

    private static JsonObject Message(CallSpecification call, Generation generation, TokenUsage tokens, JsonObject cost) => new()
    {
        ["id"] = $"msg_{generation.SpanId.Replace("-", string.Empty, StringComparison.Ordinal)}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = call.Chat!.Request["model"]?.DeepClone(),
        ["content"] = generation.Completion.ToolCalls is { } called
            ? new JsonArray([.. called.Select(tool =>
                new JsonObject { ["type"] = "tool_use", ["id"] = tool.Id, ["name"] = tool.Name, ["input"] = Wire.Parsed(tool.Arguments) })])
            : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = generation.Completion.Text ?? string.Empty }),
        ["stop_reason"] = generation.Completion.ToolCalls is not null ? "tool_use" : generation.Completion.FinishReason == "length" ? "max_tokens" : "end_turn",
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = tokens.Input, ["output_tokens"] = tokens.Output, ["cost"] = cost["total"]!.DeepClone() },
    };
}
