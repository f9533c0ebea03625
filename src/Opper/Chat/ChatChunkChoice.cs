using System.Text.Json;

namespace Opper.Chat;

public partial class ChatChunkChoice
{
    /// <summary>Some servers stream a whole message in the place of a delta, or the text of older completions; some send a message beside the deltas, which says the same again.</summary>
    internal void TakeWhole()
    {
        if (_additionalProperties is null)
        {
            return;
        }

        if (_additionalProperties.TryGetValue("message", out var message) && message is { ValueKind: JsonValueKind.Object })
        {
            _additionalProperties.Remove("message");
            _delta ??= JsonAnswer.Read(message.Utf8.Span, JsonCodec<ChatChunkDelta>.Read);
        }
        else if (_delta is null && _additionalProperties.TryGetValue("text", out var text) && text is { ValueKind: JsonValueKind.String })
        {
            _additionalProperties.Remove("text");
            _delta = new ChatChunkDelta { Content = text.ToString() };
        }
    }
}
