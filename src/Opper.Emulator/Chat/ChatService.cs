using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Opper.Emulator.Calls;
using Opper.Emulator.Compat;
using Opper.Emulator.Completions;
using Opper.Emulator.Http;
using Opper.Emulator.Models;

namespace Opper.Emulator.Chat;

/// <summary>Answers chats, with the span and the usage that calls leave too.</summary>
internal sealed class ChatService(CallService calls, TimeProvider time, TimeSpan streamDelay)
{
    /// <summary>Answers a chat, or a task that came in the form of one.</summary>
    public async Task<IResult> AnswerAsync(CallSpecification call, ChatConversation chat, HttpContext context)
    {
        var started = time.GetUtcNow();
        // Asked first, so that a refusal is a plain JSON error for a stream too. What a task streams are no chunks of a chat, so it is asked as a whole.
        var (answered, completion) = await calls.CompleteAsync(call, started, chat.IsStreamed && call.Chat is not null, context.RequestAborted).ConfigureAwait(false);
        var spanId = calls.Record(answered, started, completion);
        var shape = new ChatShape(answered, chat, completion, spanId, started);
        if (chat.IsCompat)
        {
            CompatHeaders.Add(context.Response, spanId, answered.Model.Name);
        }

        if (chat.IsStreamed)
        {
            return new ChatStream(this, answered, chat, completion, shape, spanId, streamDelay, time);
        }

        if (completion.Error is { } error)
        {
            Fail(spanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }

        Finish(spanId, answered, Shown(completion), shape.Usage);
        if (chat.IsCompat)
        {
            CompatHeaders.AddCost(context.Response, ModelCatalog.Cost(answered.Model.Name, shape.Usage));
        }

        return Wire.Json(completion.Raw is { } raw ? shape.Marked((JsonObject)raw.DeepClone()) : shape.Whole());
    }

    public void Finish(string spanId, CallSpecification call, string? answer, TokenUsage tokens) =>
        calls.Finish(spanId, call, answer, tokens, ModelCatalog.Cost(call.Model.Name, tokens));

    public void Fail(string spanId, string error) => calls.Fail(spanId, error);

    /// <summary>What a trace shows of an answer.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
