using Opper.Emulator.Calls;
using Opper.Emulator.Completions;
using Opper.Emulator.Errors;
using Opper.Emulator.Json;
using Opper.Emulator.Models;

namespace Opper.Emulator.Chat;

/// <summary>Answers chats, and records their spans and usage.</summary>
internal sealed class ChatService(CallService calls, OpperEmulatorOptions options)
{
    /// <summary>Answers a chat, or a task in the form of a chat.</summary>
    public async Task<IResult> AnswerAsync(CallSpecification call, ChatConversation chat, HttpContext context)
    {
        var started = options.TimeProvider.GetUtcNow();
        // Completed before the stream starts, so that an error is a plain JSON response. The deltas of tasks are not chat chunks, so tasks are not streamed.
        var (answered, completion) = await calls.CompleteAsync(call, started, chat.IsStreamed && call.Chat is not null, context.RequestAborted)
            .ConfigureAwait(false);
        var spanId = calls.Record(answered, started, completion);
        var shape = new ChatShape(answered, chat, completion, spanId, started);
        if (chat.IsCompat)
        {
            AnswerHeaders.Add(context.Response, spanId, answered.Model.Name);
        }

        if (chat.IsStreamed)
        {
            return new ChatStream(calls, answered, chat, completion, shape, spanId, options);
        }

        if (completion.Error is { } error)
        {
            calls.Fail(spanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }

        var cost = ModelCatalog.Cost(answered.Model.Name, shape.Usage);
        if (chat.IsCompat)
        {
            AnswerHeaders.AddCost(context.Response, cost);
        }

        calls.Finish(spanId, answered, Shown(completion), shape.Usage, cost);
        return Wire.Json(shape.Marked((JsonObject?)completion.Raw?.DeepClone() ?? shape.Whole()));
    }

    /// <summary>The answer as shown in a trace.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
