namespace Opper.Chat;

public partial class ChatUsage
{
    /// <summary>Gets the token usage of a chunk. Some servers send it in the first choice or in a custom field.</summary>
    internal static ChatUsage? Of(ChatCompletionChunk chunk)
    {
        var others = chunk.Choices is { Count: > 0 } choices && choices[0].AdditionalProperties.TryGetValue("usage", out var json) ? json
            : chunk.AdditionalProperties.TryGetValue("x_groq", out var groq) ? groq?["usage"]
            : null;
        return chunk.Usage
            ?? (others is { ValueKind: System.Text.Json.JsonValueKind.Object } ? JsonAnswer.Read(others.Utf8.Span, JsonCodec<ChatUsage>.Read) : null);
    }

    /// <summary>Merges the usage of several chunks by taking the highest counts: servers send cumulative or partial counts.</summary>
    internal ChatUsage With(ChatUsage? before)
    {
        if (before is null)
        {
            return this;
        }

        var all = new ChatUsage
        {
            PromptTokens = Math.Max(PromptTokens, before.PromptTokens),
            CompletionTokens = Math.Max(CompletionTokens, before.CompletionTokens),
            PromptTokensDetails = PromptTokensDetails ?? before.PromptTokensDetails,
            CompletionTokensDetails = CompletionTokensDetails ?? before.CompletionTokensDetails,
        };
        all.TotalTokens = Math.Max(Math.Max(TotalTokens, before.TotalTokens), (long)all.PromptTokens + all.CompletionTokens);
        foreach (var other in before.AdditionalProperties.Concat(AdditionalProperties))
        {
            all.AdditionalProperties[other.Key] = other.Value;
        }

        return all;
    }
}
