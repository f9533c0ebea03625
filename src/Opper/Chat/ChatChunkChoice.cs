using System.Text.Json;

namespace Opper.Chat;

public partial class ChatChunkChoice
{
    /// <summary>The finish reason, or <see langword="null"/>: some servers send an empty text or the text of a null while the choice goes on.</summary>
    internal string? EndReason => FinishReason?.Value is { } reason && reason.Trim() is not ("" or "null" or "None") ? reason : null;

    /// <summary>
    /// Some servers stream a complete message in place of a delta, or the text of legacy completions. Others send a message that repeats
    /// the deltas, beside the last one or after it.
    /// </summary>
    internal void TakeWhole(ChatCompletionAssembler assembler)
    {
        if (_additionalProperties is null)
        {
            return;
        }

        if (_additionalProperties.TryGetValue("message", out var message) && message is { ValueKind: JsonValueKind.Object })
        {
            _additionalProperties.Remove("message");
            _delta ??= assembler.HasContent(Index) ? null : JsonAnswer.Read(message.Utf8.Span, JsonCodec<ChatChunkDelta>.Read);
        }
        else if (_delta is null && _additionalProperties.TryGetValue("text", out var text) && text is { ValueKind: JsonValueKind.String })
        {
            _additionalProperties.Remove("text");
            _delta = new ChatChunkDelta { Content = text.ToString() };
        }
    }
}
