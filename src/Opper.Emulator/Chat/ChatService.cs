namespace Opper.Emulator.Chat;

/// <summary>Completes chats, and records their spans and usage.</summary>
internal sealed class ChatService(CallService calls, OpperEmulatorOptions options)
{
    /// <summary>Completes a chat, or a task in the form of a chat.</summary>
    public async Task<IResult> CompleteAsync(CallSpecification call, ChatConversation chat, HttpContext context)
    {
        var started = options.TimeProvider.GetUtcNow();
        // Completed before the stream starts, so that an error is a plain JSON response. The deltas of tasks are not chat chunks, so tasks are not streamed.
        var (effective, completion) = await calls.CompleteAsync(call, started, chat.IsStreamed && call.Chat is not null, context.RequestAborted)
            .ConfigureAwait(false);
        var spanId = calls.Record(effective, started, completion);
        var shape = new ChatShape(effective, chat, completion, spanId, started);
        if (chat.IsCompat)
        {
            CallHeaders.Add(context.Response, spanId, effective.Model.Name);
        }

        if (chat.IsStreamed)
        {
            return new ChatStream(calls, effective, chat, completion, shape, spanId, options);
        }

        if (completion.Error is { } error)
        {
            calls.Fail(spanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }

        var cost = ModelCatalog.Cost(effective.Model.Name, shape.Usage);
        if (chat.IsCompat)
        {
            CallHeaders.AddCost(context.Response, cost);
        }

        calls.Finish(spanId, effective, Shown(completion), shape.Usage, cost);
        return Wire.Json(shape.Marked((JsonObject?)completion.Raw?.DeepClone() ?? shape.Whole()));
    }

    /// <summary>The output as shown in a trace.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
