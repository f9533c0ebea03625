namespace Opper.Chat;

public partial class ChatUsage
{
    /// <summary>The tokens of a chunk: some servers put them into the first choice or into a field of their own.</summary>
    internal static ChatUsage? Of(ChatCompletionChunk chunk)
    {
        var others = chunk.Choices is { Count: > 0 } choices && choices[0].AdditionalProperties.TryGetValue("usage", out var json) ? json
            : chunk.AdditionalProperties.TryGetValue("x_groq", out var groq) ? groq?["usage"]
            : null;
        return chunk.Usage ?? (others is { ValueKind: System.Text.Json.JsonValueKind.Object } ? JsonAnswer.Read(others.Utf8.Span, JsonCodec<ChatUsage>.Read) : null);
    }

    /// <summary>The tokens so far. Servers that report them in several chunks count from the start each time, or report some here and some there: the highest counts are the answer's.</summary>
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
