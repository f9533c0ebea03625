namespace Opper.Extensions.AI;

// Inside the namespace, so that these types win over Opper's of the same names.
using Microsoft.Extensions.AI;

/// <summary>Makes a response of a completion. Further choices, where they were asked for, are in the raw representation.</summary>
internal static class ChatResponseMapper
{
    public static ChatResponse Map(ChatCompletion completion, ChatOptions? options, string? audioFormat)
    {
        var choice = completion.Choices?.FirstOrDefault();
        return new ChatResponse(Message(completion, choice?.Message, options, audioFormat))
        {
            ResponseId = ChatFacts.Text(completion.Id),
            ModelId = ChatFacts.Text(completion.Model),
            CreatedAt = ChatFacts.Time(completion.Created),
            FinishReason = ChatFacts.Reason(choice?.FinishReason),
            Usage = ChatFacts.Usage(completion.Usage),
            AdditionalProperties = ChatFacts.Properties(completion, choice),
            RawRepresentation = completion,
        };
    }

    /// <summary>Whether the caller wants to know what the model thought.</summary>
    public static bool Wants(AIContent content, ChatOptions? options) => content is not TextReasoningContent || options?.Reasoning?.Output != ReasoningOutput.None;

    private static ChatMessage Message(ChatCompletion completion, Opper.ChatMessage? answer, ChatOptions? options, string? audioFormat)
    {
        var message = new ChatMessage
        {
            Role = answer?.Role.Value is { Length: > 0 } role ? new ChatRole(role) : ChatRole.Assistant,
            AuthorName = answer?.Name,
            // A message has no id of its own.
            MessageId = ChatFacts.Text(completion.Id),
            CreatedAt = ChatFacts.Time(completion.Created),
            AdditionalProperties = ChatFacts.Properties(answer),
            RawRepresentation = answer,
        };
        if (answer is not null)
        {
            foreach (var content in ChatContentMapper.Texts(answer).Concat(ChatContentMapper.Rest(answer, audioFormat)).Where(content => Wants(content, options)))
            {
                message.Contents.Add(content);
            }
        }

        return message;
    }
}
