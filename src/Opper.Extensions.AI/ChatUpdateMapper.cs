namespace Opper.Extensions.AI;

// Inside the namespace, so that these types win over Opper's of the same names.
using Microsoft.Extensions.AI;

/// <summary>Makes updates of a stream's chunks.</summary>
internal static class ChatUpdateMapper
{
    public static ChatResponseUpdate Map(ChatCompletionChunk chunk, ChatResponseUpdate? last)
    {
        var choice = chunk.Choices?.FirstOrDefault(static candidate => candidate.Index == 0);
        var update = new ChatResponseUpdate
        {
            // The role comes with the first chunk only, and holds for all.
            Role = choice?.Delta?.Role is { Value.Length: > 0 } role ? new ChatRole(role.Value) : last?.Role,
            ResponseId = chunk.Id,
            MessageId = chunk.Id,
            ModelId = chunk.Model,
            CreatedAt = ChatContentMapper.Time(chunk.Created),
            FinishReason = ChatContentMapper.Reason(choice?.FinishReason) ?? last?.FinishReason,
            AdditionalProperties = ChatContentMapper.Properties(chunk.SystemFingerprint),
            RawRepresentation = chunk,
        };
        if (choice?.Delta?.Content is { Length: > 0 } text)
        {
            update.Contents.Add(new TextContent(text));
        }

        if (chunk.Usage is { } usage)
        {
            update.Contents.Add(new UsageContent(ChatContentMapper.Usage(usage)));
        }

        return update;
    }

    /// <summary>What is known at the end only: calls of tools, and a refusal.</summary>
    public static ChatResponseUpdate? Ending(ChatCompletion completion, ChatResponseUpdate? last)
    {
        var message = completion.Choices.FirstOrDefault(static choice => choice.Index == 0)?.Message;
        var contents = ChatContentMapper.Calls(message).ToList();
        if (message?.Refusal is { Length: > 0 } refusal)
        {
            contents.Insert(0, ChatContentMapper.Refusal(refusal));
        }

        return contents.Count == 0 ? null : new ChatResponseUpdate(last?.Role ?? ChatRole.Assistant, contents)
        {
            ResponseId = completion.Id,
            MessageId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = ChatContentMapper.Time(completion.Created),
            FinishReason = last?.FinishReason,
            RawRepresentation = completion,
        };
    }
}
