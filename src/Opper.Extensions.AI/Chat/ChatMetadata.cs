using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>The metadata of a response: finish reason, usage, creation time, and fields that are not in the contract.</summary>
internal static class ChatMetadata
{
    /// <summary>The finish reason. Some gateways pass on the values of other providers instead of OpenAI's.</summary>
    public static ChatFinishReason? Reason(Chat.ChatFinishReason? reason) => reason?.Value switch
    {
        null or "" => null,
        "function_call" or "tool_use" => ChatFinishReason.ToolCalls,
        { } other => other.ToLowerInvariant() switch
        {
            "stop" or "end_turn" or "stop_sequence" or "eos" or "eos_token" or "complete" => ChatFinishReason.Stop,
            "length" or "max_tokens" or "model_length" => ChatFinishReason.Length,
            "tool_calls" or "tool_call" => ChatFinishReason.ToolCalls,
            "content_filter" or "safety" => ChatFinishReason.ContentFilter,
            _ => new ChatFinishReason(other),
        },
    };

    public static UsageDetails? Usage(Chat.ChatUsage? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var details = new UsageDetails
        {
            InputTokenCount = usage.PromptTokens,
            OutputTokenCount = usage.CompletionTokens,
            TotalTokenCount = usage.TotalTokens,
            CachedInputTokenCount = usage.PromptTokensDetails?.CachedTokens,
            ReasoningTokenCount = usage.CompletionTokensDetails?.ReasoningTokens,
        };
        Count(details, "InputTokenDetails.AudioTokenCount", usage.PromptTokensDetails?.AudioTokens);
        Count(details, "OutputTokenDetails.AudioTokenCount", usage.CompletionTokensDetails?.AudioTokens);
        Count(details, "OutputTokenDetails.AcceptedPredictionTokenCount", usage.CompletionTokensDetails?.AcceptedPredictionTokens);
        Count(details, "OutputTokenDetails.RejectedPredictionTokenCount", usage.CompletionTokensDetails?.RejectedPredictionTokens);
        foreach (var other in usage.AdditionalProperties)
        {
            if (other.Value is { ValueKind: JsonValueKind.Number } && other.Value.ToJsonElement().TryGetInt64(out var count))
            {
                (details.AdditionalCounts ??= [])[other.Key] = count;
            }
        }

        return details;
    }

    public static DateTimeOffset? Time(long secondsSince1970) =>
        secondsSince1970 > 0 && secondsSince1970 <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(secondsSince1970) : null;

    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>The fields of a completion and its choice that have no counterpart, by their JSON names.</summary>
    public static AdditionalPropertiesDictionary? Properties(Chat.ChatCompletion completion, Chat.ChatChoice? choice)
    {
        var properties = new AdditionalPropertiesDictionary();
        Set(properties, "system_fingerprint", Text(completion.SystemFingerprint));
        Set(properties, "service_tier", Text(completion.ServiceTier?.Value));
        Add(properties, completion.AdditionalProperties);
        Add(properties, choice?.AdditionalProperties ?? new Dictionary<string, RawJson?>());
        return properties.Count > 0 ? properties : null;
    }

    /// <summary>The fields of a message that have no counterpart.</summary>
    public static AdditionalPropertiesDictionary? Properties(Chat.ChatMessage? message)
    {
        var properties = new AdditionalPropertiesDictionary();
        Add(properties, (message?.AdditionalProperties ?? new Dictionary<string, RawJson?>()).Where(static field => !ChatFieldNames.IsContent(field.Key)));
        return properties.Count > 0 ? properties : null;
    }

    private static void Add(AdditionalPropertiesDictionary properties, IEnumerable<KeyValuePair<string, RawJson?>> fields)
    {
        foreach (var field in fields)
        {
            Set(properties, field.Key, field.Value is { ValueKind: JsonValueKind.String } text ? text.ToString() : field.Value?.ToJsonElement());
        }
    }

    private static void Set(AdditionalPropertiesDictionary properties, string name, object? value)
    {
        if (value is not null)
        {
            properties[name] = value;
        }
    }

    private static void Count(UsageDetails details, string name, int? count)
    {
        if (count is > 0)
        {
            (details.AdditionalCounts ??= [])[name] = count.Value;
        }
    }
}
