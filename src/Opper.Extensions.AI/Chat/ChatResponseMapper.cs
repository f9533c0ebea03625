namespace Opper.Extensions.AI;

/// <summary>Creates a response from a completion. Additional choices are available only in the raw representation.</summary>
internal static class ChatResponseMapper
{
    public static ChatResponse Map(Chat.ChatCompletion completion, ChatOptions? options, string? audioFormat)
    {
        var choice = completion.Choices?.FirstOrDefault();
        return new ChatResponse(Message(completion, choice?.Message, options, audioFormat))
        {
            ResponseId = ChatMetadata.Text(completion.Id),
            ModelId = ChatMetadata.Text(completion.Model),
            CreatedAt = ChatMetadata.Time(completion.Created),
            FinishReason = ChatMetadata.Reason(choice?.FinishReason),
            Usage = ChatMetadata.Usage(completion.Usage),
            AdditionalProperties = ChatMetadata.Properties(completion, choice),
            RawRepresentation = completion,
        };
    }

    /// <summary>Whether the caller wants the content: reasoning can be turned off.</summary>
    public static bool Wants(AIContent content, ChatOptions? options) =>
        content is not TextReasoningContent || options?.Reasoning?.Output != ReasoningOutput.None;

    private static ChatMessage Message(Chat.ChatCompletion completion, Chat.ChatMessage? received, ChatOptions? options, string? audioFormat)
    {
        var message = new ChatMessage
        {
            Role = received?.Role.Value is { Length: > 0 } role ? new ChatRole(role) : ChatRole.Assistant,
            AuthorName = received?.Name,
            // A message has no ID in the API.
            MessageId = ChatMetadata.Text(completion.Id),
            CreatedAt = ChatMetadata.Time(completion.Created),
            AdditionalProperties = ChatMetadata.Properties(received),
            RawRepresentation = received,
        };
        if (received is not null)
        {
            foreach (var content in ChatContentMapper.Texts(received).Concat(ChatContentMapper.Rest(received, audioFormat))
                .Where(content => Wants(content, options)))
            {
                message.Contents.Add(content);
            }
        }

        return message;
    }
}
