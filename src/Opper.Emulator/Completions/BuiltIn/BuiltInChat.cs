using Opper.Emulator.Json;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Completes chats without a language model: tool calls by <see cref="ToolRule"/>, otherwise as for calls.</summary>
internal static class BuiltInChat
{
    private const int CharactersPerToken = 4;

    public static Completion Answer(CallSpecification call, ChatConversation chat, OutputBudget budget)
    {
        var tools = ToolRule.Choose(chat);
        if (tools.Count > 0)
        {
            return new Completion(null, BuiltInCompletions.Source) { ToolCalls = [.. tools.Select(t => ToolRule.Call(t, chat, budget))] };
        }

        var (text, reason) = Shorten(Text(call, chat, budget), chat);
        return new Completion(text, BuiltInCompletions.Source) { FinishReason = reason };
    }

    private static string Text(CallSpecification call, ChatConversation chat, OutputBudget budget)
    {
        var results = chat.ToolResults;
        if (chat.WantsJson)
        {
            var all = string.Join("\n", results.Select(r => r.Result).Append(chat.UserText));
            var input = results is [{ Result: var only }] && Wire.Parsed(only) is JsonObject map ? map : Wire.Parsed(results.Count == 0 ? chat.UserText : all);
            var said = BuiltInCompletions.Answer(call with { Input = input }, budget);
            return Wire.AsString(call.OutputSchema is null ? new JsonObject { ["answer"] = said } : said) ?? "null";
        }

        var answer = results.Count > 0
            ? $"{BuiltInCompletions.Stamp} {string.Join("\n", results.Select(r => $"{r.Tool} gave: {r.Result}"))}"
            : Wire.AsString(BuiltInCompletions.Answer(call with { Input = chat.UserText }, budget)) ?? string.Empty;
        return chat.Media is { Count: > 0 } media
            ? $"{answer} It also received {string.Join(", ", media)}, which it cannot read."
            : answer;
    }

    private static (string Text, string? Reason) Shorten(string text, ChatConversation chat)
    {
        var stops = chat.Stops.Where(s => s.Length > 0).Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0);
        var end = stops.DefaultIfEmpty(text.Length).Min();
        return chat.MaxTokens is { } tokens && (long)tokens * CharactersPerToken < end
            ? (text[..(tokens * CharactersPerToken)], "length")
            : (text[..end], null);
    }
}
