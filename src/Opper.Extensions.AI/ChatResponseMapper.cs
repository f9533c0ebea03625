namespace Opper.Extensions.AI;

// Inside the namespace, so that these types win over Opper's of the same names.
using Microsoft.Extensions.AI;

/// <summary>Makes a response of a completion. Further choices, where they were asked for, are in the raw representation.</summary>
internal static class ChatResponseMapper
{
    public static ChatResponse Map(ChatCompletion completion)
    {
        var choice = completion.Choices?.FirstOrDefault();
        return new ChatResponse(Message(completion, choice?.Message))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = ChatContentMapper.Time(completion.Created),
            FinishReason = ChatContentMapper.Reason(choice?.FinishReason),
            Usage = completion.Usage is { } usage ? ChatContentMapper.Usage(usage) : null,
            AdditionalProperties = ChatContentMapper.Properties(completion.SystemFingerprint),
            RawRepresentation = completion,
        };
    }

    private static ChatMessage Message(ChatCompletion completion, Opper.ChatMessage? answer)
    {
        var message = new ChatMessage
        {
            Role = answer?.Role.Value is { Length: > 0 } role ? new ChatRole(role) : ChatRole.Assistant,
            // A message has no id of its own.
            MessageId = completion.Id,
            CreatedAt = ChatContentMapper.Time(completion.Created),
            RawRepresentation = answer,
        };
        if (answer?.Content?.Text is { Length: > 0 } text)
        {
            message.Contents.Add(new TextContent(text));
        }

        if (answer?.Refusal is { Length: > 0 } refusal)
        {
            message.Contents.Add(ChatContentMapper.Refusal(refusal));
        }

        foreach (var call in ChatContentMapper.Calls(answer))
        {
            message.Contents.Add(call);
        }

        return message;
    }
}
