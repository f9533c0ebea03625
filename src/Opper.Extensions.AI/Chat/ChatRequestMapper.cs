using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI;

/// <summary>Makes Opper's chat request of messages and options; what a raw request holds already stays.</summary>
internal static class ChatRequestMapper
{
    /// <summary>A property of options and of tools that OpenAI's clients read too.</summary>
    public const string StrictProperty = "strict";

    private const string DefaultSchemaName = "answer";

    public static Chat.ChatCompletionRequest Map(IEnumerable<ChatMessage> messages, ChatOptions? options, ModelSelection? model, IChatClient client, ILogger logger)
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

    // The API keeps no conversations and runs nothing in the background.
    private static void Refuse(ChatOptions options)
    {
        Refuse(options.TopK is not null, nameof(ChatOptions.TopK), "sample with TopP instead");
        Refuse(options.ConversationId is not null, nameof(ChatOptions.ConversationId), "send all messages of the conversation");
#pragma warning disable MEAI001 // experimental there; all that is done with it here is to refuse it
        Refuse(options.ContinuationToken is not null, nameof(ChatOptions.ContinuationToken), "ask anew");
#pragma warning restore MEAI001
    }

    private static void Refuse(bool isSet, string option, string instead)
    {
        if (isSet)
        {
            throw new NotSupportedException($"The Opper API has no place for {nameof(ChatOptions)}.{option}: {instead}.");
        }
    }

    private static Chat.ChatReasoningEffort? Effort(ReasoningEffort? effort) => effort switch
    {
        // Untyped, it would turn into an effort by way of a string.
        null => (Chat.ChatReasoningEffort?)null,
        ReasoningEffort.Low => Chat.ChatReasoningEffort.Low,
        ReasoningEffort.Medium => Chat.ChatReasoningEffort.Medium,
        ReasoningEffort.High => Chat.ChatReasoningEffort.High,
        _ => throw new NotSupportedException($"The Opper API has no place for {nameof(ChatOptions)}.{nameof(ChatOptions.Reasoning)}.{nameof(ReasoningOptions.Effort)} {effort}: it takes low, medium and high; a request of {nameof(ChatOptions.RawRepresentationFactory)} may say others."),
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
        { } other => throw new NotSupportedException($"The Opper API has no place for {nameof(ChatOptions)}.{nameof(ChatOptions.ResponseFormat)} {other.GetType().Name}: it takes text and JSON."),
    };

    private static Chat.ChatCompletionRequest AddOthers(ChatOptions options, Chat.ChatCompletionRequest request)
    {
        var others = (options.AdditionalProperties ?? []).Where(static other => other.Key != StrictProperty).ToList();
        return others.Count == 0 ? request : ChatFields.Add(request, others);
    }

    // 0.1f is meant as 0.1, not as what a double makes of it.
    private static double? Exact(float? value) => value is { } number
        ? double.IsNaN(number) || double.IsInfinity(number) || Math.Abs(number) > 1e6 ? number : (double)(decimal)number
        : null;
}
