namespace Opper.Extensions.AI;

// Inside the namespace, so that these types win over Opper's of the same names.
using Microsoft.Extensions.AI;

/// <summary>Makes Microsoft's values of those that whole and streamed answers share.</summary>
internal static class ChatContentMapper
{
    public static ErrorContent Refusal(string refusal) => new(refusal) { ErrorCode = ChatMessageMapper.RefusalCode };

    /// <summary>The functions called; arguments that are no JSON are reported by the content's exception, so that the model can be told.</summary>
    public static IEnumerable<AIContent> Calls(Opper.ChatMessage? message)
    {
        foreach (var call in message?.ToolCalls ?? [])
        {
            if (call.Function is { } function)
            {
                yield return Call(function, call.Id, call);
            }
        }

        // OpenAI's older form has no id: the name has to do.
        if (message?.FunctionCall is { } old)
        {
            yield return Call(old, old.Name, old);
        }
    }

    public static ChatFinishReason? Reason(Opper.ChatFinishReason? reason) => reason?.Value switch
    {
        null or "" => null,
        "function_call" => ChatFinishReason.ToolCalls,
        { } other => new ChatFinishReason(other),
    };

    public static UsageDetails Usage(ChatUsage usage)
    {
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
        return details;
    }

    public static DateTimeOffset? Time(long secondsSince1970) => secondsSince1970 > 0 ? DateTimeOffset.FromUnixTimeSeconds(secondsSince1970) : null;

    public static AdditionalPropertiesDictionary? Properties(string? fingerprint)
        => fingerprint is null ? null : new AdditionalPropertiesDictionary { ["system_fingerprint"] = fingerprint };

    private static FunctionCallContent Call(ChatFunctionCall function, string id, object raw)
    {
        var content = FunctionCallContent.CreateFromParsedArguments(function.Arguments ?? string.Empty, id, function.Name, AIJson.ReadArguments);
        content.RawRepresentation = raw;
        return content;
    }

    private static void Count(UsageDetails details, string name, int? count)
    {
        if (count is > 0)
        {
            (details.AdditionalCounts ??= [])[name] = count.Value;
        }
    }
}
