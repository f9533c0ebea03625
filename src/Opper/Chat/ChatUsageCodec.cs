using System.Text.Json;

namespace Opper.Chat;

/// <summary>The tokens of a chat. Some gateways hand on the names of the provider behind them, and leave the sum to the reader.</summary>
internal static class ChatUsageCodec
{
    public static ChatUsage? Read(ref Utf8JsonReader reader, ref JsonSource source) =>
        OptionalUsageCodec<ChatUsage>.Read(ref reader, ref source) is { } usage ? Complete(usage) : null;

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, ChatUsage? value) => OptionalUsageCodec<ChatUsage>.Write(output, name, value);

    private static ChatUsage Complete(ChatUsage usage)
    {
        usage.PromptTokens = usage.PromptTokens == 0 ? Count(usage, "input_tokens") : usage.PromptTokens;
        usage.CompletionTokens = usage.CompletionTokens == 0 ? Count(usage, "output_tokens") : usage.CompletionTokens;
        usage.TotalTokens = usage.TotalTokens == 0 ? (long)usage.PromptTokens + usage.CompletionTokens : usage.TotalTokens;
        return usage;
    }

    private static int Count(ChatUsage usage, string name) =>
        usage.AdditionalProperties.TryGetValue(name, out var count) && count is { ValueKind: JsonValueKind.Number }
            && count.ToJsonElement().TryGetInt32(out var tokens) ? tokens : 0;
}
