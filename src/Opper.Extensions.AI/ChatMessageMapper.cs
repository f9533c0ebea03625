namespace Opper.Extensions.AI;

// Inside the namespace, so that these types win over Opper's of the same names.
using Microsoft.Extensions.AI;

/// <summary>Makes Opper's messages of one of Microsoft's: each result of a tool is a message of its own.</summary>
internal static class ChatMessageMapper
{
    /// <summary>The code of the content that a model's refusal is.</summary>
    public const string RefusalCode = "Refusal";

    public static IEnumerable<Opper.ChatMessage> Map(ChatMessage message)
    {
        var parts = new List<ChatContentPart>();
        var calls = new List<ChatToolCall>();
        var results = new List<FunctionResultContent>();
        string? refusal = null;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    calls.Add(Call(call));
                    break;
                case FunctionResultContent result:
                    results.Add(result);
                    break;
                case ErrorContent { ErrorCode: RefusalCode } error:
                    refusal = error.Message;
                    break;
                case UsageContent or TextReasoningContent:
                    // Said about an answer, not to the model.
                    break;
                default:
                    parts.Add(ChatPartMapper.Map(content));
                    break;
            }
        }

        foreach (var result in results)
        {
            yield return Opper.ChatMessage.Tool(result.CallId, AIJson.WriteText(result.Result));
        }

        if (parts.Count > 0 || calls.Count > 0 || refusal is not null || results.Count == 0)
        {
            yield return new Opper.ChatMessage
            {
                Role = new Opper.ChatRole(message.Role.Value),
                Name = message.AuthorName,
                Content = Content(parts, mayBeAbsent: calls.Count > 0 || refusal is not null),
                ToolCalls = calls.Count > 0 ? calls : null,
                Refusal = refusal,
            };
        }
    }

    // One text is sent as a string, which every model takes.
    private static ChatContent? Content(List<ChatContentPart> parts, bool mayBeAbsent)
        => parts.TrueForAll(static part => part.Type == "text") && parts.Count <= 1
            ? parts.Count == 1 ? parts[0].Text : mayBeAbsent ? null : string.Empty
            : parts;

    private static ChatToolCall Call(FunctionCallContent call) => new()
    {
        Id = call.CallId,
        Type = ChatToolType.Function,
        Function = new ChatFunctionCall { Name = call.Name, Arguments = call.Arguments is null ? "{}" : AIJson.Write(call.Arguments) },
    };
}
