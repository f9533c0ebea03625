namespace Opper.Extensions.AI;

/// <summary>Converts the chunks of one stream to updates.</summary>
internal sealed class ChatUpdateMapper(ChatOptions? options, string? audioFormat)
{
    private ChatRole _role = ChatRole.Assistant;
    private ChatFinishReason? _reason;
    private string? _id;
    private string? _model;
    private DateTimeOffset? _createdAt;

    public ChatResponseUpdate Map(Chat.ChatCompletionChunk chunk)
    {
        // Some servers omit ID and model in the first chunks, others assign an ID to each chunk; all updates must share one message ID.
        _id ??= ChatMetadata.Text(chunk.Id);
        _model ??= ChatMetadata.Text(chunk.Model);
        _createdAt ??= ChatMetadata.Time(chunk.Created);
        var choice = chunk.Choices?.FirstOrDefault(static candidate => candidate.Index == 0);
        // Only the first chunk has the role.
        _role = choice?.Delta?.Role is { Value.Length: > 0 } role ? new ChatRole(role.Value) : _role;
        _reason = ChatMetadata.Reason(choice?.FinishReason) ?? _reason;
        var contents = new List<AIContent>();
        if (choice?.Delta is { } delta && ChatContentMapper.Thoughts(delta.AdditionalProperties) is { } thoughts && ChatResponseMapper.Wants(thoughts, options))
        {
            contents.Add(thoughts);
        }

        if (choice?.Delta?.Content is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }

        return Update(contents, chunk);
    }

    /// <summary>The last update: tool calls, whose fragments are not useful individually, and usage, which some servers send repeatedly.</summary>
    public ChatResponseUpdate? LastUpdate(Chat.ChatCompletion completion)
    {
        var choice = completion.Choices.FirstOrDefault(static choice => choice.Index == 0);
        var contents = choice is null ? []
            : ChatContentMapper.Rest(choice.Message, audioFormat).Where(content => ChatResponseMapper.Wants(content, options)).ToList();
        if (ChatMetadata.Usage(completion.Usage) is { } usage)
        {
            contents.Add(new UsageContent(usage) { RawRepresentation = completion.Usage });
        }

        var update = Update(contents, completion);
        update.AdditionalProperties = ChatMetadata.Properties(completion, choice);
        foreach (var property in ChatMetadata.Properties(choice?.Message) ?? [])
        {
            (update.AdditionalProperties ??= [])[property.Key] = property.Value;
        }

        return contents.Count == 0 && update.AdditionalProperties is null ? null : update;
    }

    private ChatResponseUpdate Update(List<AIContent> contents, object raw) => new(_role, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
        CreatedAt = _createdAt,
        FinishReason = _reason,
        RawRepresentation = raw,
    };
}
