using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Creates a chat request from messages and options. Values of the raw request take precedence.</summary>
internal static class ChatRequestMapper
{
    /// <summary>A property of options and tools that OpenAI's clients use too.</summary>
    public const string StrictProperty = "strict";

    private const string DefaultSchemaName = "answer";

    public static Chat.ChatCompletionRequest Map(IEnumerable<ChatMessage> messages, ChatOptions? options, ModelSelection? model,
        IChatClient client, ILogger logger)
    {
        var request = options?.RawRepresentationFactory?.Invoke(client) as Chat.ChatCompletionRequest ?? new Chat.ChatCompletionRequest();
        request.Model ??= options?.ModelId is { } id ? id : model;
        if (options?.Instructions is { } instructions)
        {
            request.Messages.Add(Chat.ChatMessage.System(instructions));
        }

        foreach (var message in messages.SelectMany(new ChatMessageMapper(logger).Map))
        {
            request.Messages.Add(message);
        }

        if (options is not null)
        {
            Refuse(options);
            Apply(options, request);
            ChatToolMapper.Apply(options, request);
            request = AddOthers(options, request);
        }

        return request;
    }

    private static void Apply(ChatOptions options, Chat.ChatCompletionRequest request)
    {
        request.Temperature ??= Exact(options.Temperature);
        request.TopP ??= Exact(options.TopP);
        request.FrequencyPenalty ??= Exact(options.FrequencyPenalty);
        request.PresencePenalty ??= Exact(options.PresencePenalty);
        request.Seed ??= options.Seed;
        request.MaxCompletionTokens ??= request.MaxTokens is null ? options.MaxOutputTokens : null;
        request.Stop ??= options.StopSequences is { Count: > 0 } stops ? (Chat.ChatStop)stops.ToArray() : null;
        request.ReasoningEffort ??= Effort(options.Reasoning?.Effort);
        request.ResponseFormat ??= Format(options);
    }

    // The API is stateless and has no background responses.
    private static void Refuse(ChatOptions options)
    {
        Refuse(options.TopK is not null, nameof(ChatOptions.TopK), "sample with TopP instead");
        Refuse(options.ConversationId is not null, nameof(ChatOptions.ConversationId), "send all messages of the conversation");
#pragma warning disable MEAI001 // Experimental, and used only to reject it.
        Refuse(options.ContinuationToken is not null, nameof(ChatOptions.ContinuationToken), "send the request again");
#pragma warning restore MEAI001
    }

    private static void Refuse(bool isSet, string option, string instead)
    {
        if (isSet)
        {
            throw new NotSupportedException($"The Opper API does not support {nameof(ChatOptions)}.{option}; {instead}.");
        }
    }

    private static Chat.ChatReasoningEffort? Effort(ReasoningEffort? effort) => effort switch
    {
        // Cast, as a bare null would be converted to an effort through the implicit conversion from string.
        null => (Chat.ChatReasoningEffort?)null,
        ReasoningEffort.Low => Chat.ChatReasoningEffort.Low,
        ReasoningEffort.Medium => Chat.ChatReasoningEffort.Medium,
        ReasoningEffort.High => Chat.ChatReasoningEffort.High,
        _ => throw new NotSupportedException($"The Opper API does not "
            + $"support {nameof(ChatOptions)}.{nameof(ChatOptions.Reasoning)}.{nameof(ReasoningOptions.Effort)} {effort}: it takes low, medium and high; a "
            + $"request of {nameof(ChatOptions.RawRepresentationFactory)} may say others."),
    };

    private static Chat.ChatResponseFormat? Format(ChatOptions options) => options.ResponseFormat switch
    {
        null => null,
        ChatResponseFormatText => new Chat.ChatResponseFormat { Type = Chat.ChatResponseFormatType.Text },
        ChatResponseFormatJson { Schema: null } => Chat.ChatResponseFormat.AnyJson(),
        ChatResponseFormatJson json => new Chat.ChatResponseFormat
        {
            Type = Chat.ChatResponseFormatType.JsonSchema,
            JsonSchema = new Chat.ChatJsonSchema
            {
                Name = json.SchemaName ?? DefaultSchemaName,
                Description = json.SchemaDescription,
                Schema = json.Schema,
                Strict = options.AdditionalProperties?.TryGetValue(StrictProperty, out bool strict) == true ? strict : (bool?)null,
            },
        },
        { } other => throw new NotSupportedException(
            $"The Opper API does not support {nameof(ChatOptions)}.{nameof(ChatOptions.ResponseFormat)} {other.GetType().Name}, only text and JSON."),
    };

    private static Chat.ChatCompletionRequest AddOthers(ChatOptions options, Chat.ChatCompletionRequest request)
    {
        var others = (options.AdditionalProperties ?? []).Where(static other => other.Key != StrictProperty).ToList();
        return others.Count == 0 ? request : ChatFields.Add(request, others);
    }

    // Through decimal, so that 0.1f is sent as 0.1 instead of 0.10000000149011612.
    private static double? Exact(float? value) => value is { } number
        ? double.IsNaN(number) || double.IsInfinity(number) || Math.Abs(number) > 1e6 ? number : (double)(decimal)number
        : null;
}
