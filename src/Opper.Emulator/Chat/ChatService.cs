using Opper.Emulator.Calls;
using Opper.Emulator.Completions;
using Opper.Emulator.Errors;
using Opper.Emulator.Json;
using Opper.Emulator.Models;

namespace Opper.Emulator.Chat;

/// <summary>Answers chats, with the span and the usage that calls leave too.</summary>
internal sealed class ChatService(CallService calls, OpperEmulatorOptions options)
{
    /// <summary>Answers a chat, or a task that came in the form of one.</summary>
    public async Task<IResult> AnswerAsync(CallSpecification call, ChatConversation chat, HttpContext context)
    {
        var started = options.TimeProvider.GetUtcNow();
        // Asked first, so that a refusal is a plain JSON error for a stream too. What a task streams are no chunks of a chat, so it is asked as a whole.
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

    /// <summary>What a trace shows of an answer.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
