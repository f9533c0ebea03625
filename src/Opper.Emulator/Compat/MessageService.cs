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

        var started = options.TimeProvider.GetUtcNow();
        var (effective, completion) = await calls.CompleteAsync(call, started, streamed: false, context.RequestAborted).ConfigureAwait(false);
        var spanId = calls.Record(effective, started, completion);
        if (completion.Error is { } error)
        {
            calls.Fail(spanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }

        var tokens = completion.Usage ?? new ChatShape(effective, call.Chat!, completion, spanId, started).Usage;
        var cost = ModelCatalog.Cost(effective.Model.Name, tokens);
        calls.Finish(spanId, effective, ChatService.Shown(completion), tokens, (JsonObject)cost.DeepClone());
        CallHeaders.Add(context.Response, spanId, effective.Model.Name);
        var message = Message(call, completion, spanId, tokens, cost);
        if (call.Chat!.IsStreamed)
        {
            return new MessageStream(message);
        }

        CallHeaders.AddCost(context.Response, cost);
        return Wire.Json(message);
    }

    private static JsonObject Message(CallSpecification call, Completion completion, string spanId, TokenUsage tokens, JsonObject cost) => new()
    {
        ["id"] = $"msg_{spanId.Replace("-", string.Empty, StringComparison.Ordinal)}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = call.Chat!.Request["model"]?.DeepClone(),
        ["content"] = completion.ToolCalls is { } called
            ? new JsonArray([.. called.Select(tool =>
                new JsonObject { ["type"] = "tool_use", ["id"] = tool.Id, ["name"] = tool.Name, ["input"] = Wire.Parsed(tool.Arguments) })])
            : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = completion.Text ?? string.Empty }),
        ["stop_reason"] = completion.ToolCalls is not null ? "tool_use" : completion.FinishReason == "length" ? "max_tokens" : "end_turn",
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = tokens.Input, ["output_tokens"] = tokens.Output, ["cost"] = cost["total"]!.DeepClone() },
    };
}
