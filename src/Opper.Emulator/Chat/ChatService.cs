using Opper.Emulator.Calls;
using Opper.Emulator.Completions;
using Opper.Emulator.Errors;
using Opper.Emulator.Json;
using Opper.Emulator.Models;

namespace Opper.Emulator.Chat;

/// <summary>Answers chats, with the span and the usage that calls leave too.</summary>
internal sealed class ChatService(CallService calls, OpperEmulatorOptions options)
{
    public async Task<IResult> AnswerAsync(CallSpecification call, CancellationToken cancellationToken)
    {
        var started = options.TimeProvider.GetUtcNow();
        // Asked first, so that a refusal is a plain JSON error for a stream too.
        var (answered, completion) = await calls.CompleteAsync(call, started, call.Chat!.IsStreamed, cancellationToken).ConfigureAwait(false);
        var spanId = calls.Record(answered, started, completion);
        var shape = new ChatShape(answered, completion, $"chatcmpl-{spanId.Replace("-", string.Empty, StringComparison.Ordinal)}", started);
        if (call.Chat.IsStreamed)
        {
            return new ChatStream(calls, answered, completion, shape, spanId, options);
        }

        if (completion.Error is { } error)
        {
            calls.Fail(spanId, error.Message);
            throw ApiException.Injected(StatusCodes.Status502BadGateway, error.Message);
        }

        calls.Finish(spanId, answered, Shown(completion), shape.Usage, ModelCatalog.Cost(answered.Model.Name, shape.Usage));
        return Wire.Json(completion.Raw?.DeepClone() ?? shape.Whole());
    }

    /// <summary>What a trace shows of an answer.</summary>
    public static string? Shown(Completion completion) => completion.ToolCalls is { } called
        ? Wire.Text(new JsonArray([.. called.Select(c => c.ToJson())]))
        : completion.Text;
}
