namespace Opper.Emulator.Chat;

/// <summary>Completes chats, and records their spans and usage.</summary>
internal sealed class ChatService(CallService calls, OpperEmulatorOptions options)
{
    /// <summary>Completes a chat, or a task in the form of a chat.</summary>
    public async Task<IResult> CompleteAsync(CallSpecification call, ChatConversation chat, HttpContext context)
    {
        // The deltas of tasks are not chat chunks, so tasks are not streamed.
        var generation = await calls.BeginAsync(call, chat.IsStreamed && call.Chat is not null, context.RequestAborted).ConfigureAwait(false);
        var shape = new ChatShape(generation, chat);
        if (chat.IsCompat)
        {
            CallHeaders.Add(context.Response, generation.SpanId, generation.Call.Model.Name);
        }

        if (chat.IsStreamed)
        {
            return new ChatStream(calls, generation, chat, shape, options);
        }

        calls.ThrowIfFailed(generation);
        var cost = calls.Finish(generation, Shown(generation.Completion), shape.Usage);
        if (chat.IsCompat)
        {
            CallHeaders.AddCost(context.Response, cost);
        }

        return Wire.Json(shape.Marked((JsonObject?)generation.Completion.Raw?.DeepClone() ?? shape.Whole()));
    }

    /// <summary>The output as shown in a trace.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
