namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>
/// Completes chats without a language model: with tool calls, otherwise as for calls. If a tool call is required, the tool whose name and description share
/// most words with the user's message is called. If calls are optional: every tool that has a word of its name in the message, except for verbs such as
/// "get", unless tool results have followed the message.
/// </summary>
internal sealed class BuiltInChat(CallSpecification call, ChatConversation chat, OutputBudget budget)
{
    private const int CharactersPerToken = 4;
    private static readonly HashSet<string> Verbs = [.. """
        get set find list fetch look lookup search read write run do make create add update delete remove call use show check query tool function
        """.Split(' ').Select(Words.Stem)];

    public Completion Answer()
    {
        if (ChosenTools() is { Count: > 0 } tools)
        {
            return new Completion(null, BuiltInCompletions.Source) { ToolCalls = [.. tools.Select(Call)] };
        }

        var text = Text();
        var stops = chat.Stops.Where(s => s.Length > 0).Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0);
        var end = stops.DefaultIfEmpty(text.Length).Min();
        var limit = (long?)chat.MaxTokens * CharactersPerToken;
        return new Completion(text[..(int)Math.Min(end, limit ?? end)], BuiltInCompletions.Source) { FinishReason = limit < end ? "length" : null };
    }

    private string Text()
    {
        var results = chat.ToolResults;
        if (chat.WantsJson)
        {
            var input = results is [{ Result: var only }] && Wire.Parsed(only) is JsonObject map
                ? map
                : Wire.Parsed(string.Join("\n", results.Select(r => r.Result).Append(chat.UserText)));
            var said = BuiltInCompletions.Answer(call with { Input = input }, budget);
            return Wire.AsString(call.OutputSchema is null ? new JsonObject { ["answer"] = said } : said) ?? "null";
        }

        var answer = results.Count > 0
            ? $"{BuiltInCompletions.Stamp} {string.Join("\n", results.Select(r => $"{r.Tool} gave: {r.Result}"))}"
            : Wire.AsString(BuiltInCompletions.Answer(call with { Input = chat.UserText }, budget));
        return chat.Media is { Count: > 0 } media ? $"{answer} It also received {string.Join(", ", media)}, which it cannot read." : answer ?? string.Empty;
    }

    private IReadOnlyList<OfferedTool> ChosenTools()
    {
        var said = Words.Of(chat.UserText).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        switch (chat.Tools.Mode)
        {
            case "required":
                return [chat.Tools.Tools.MaxBy(t => (NameTerms(t).Count(said.Contains) * 10) + Words.Terms(t.Description).Distinct().Count(said.Contains))!];
            case "auto" when chat.ToolResults.Count == 0:
                var isSingle = chat.Tools.IsLegacy || chat.Request["parallel_tool_calls"]?.GetValueKind() == JsonValueKind.False;
                return [.. chat.Tools.Tools.Where(t => NameTerms(t).Exists(said.Contains)).Take(isSingle ? 1 : int.MaxValue)];
            default:
                return [];
        }
    }

    private ToolCall Call(OfferedTool tool) => tool.IsCustom
        ? ToolCall.Of(tool.Name, chat.UserText, isCustom: true)
        : ToolCall.Of(tool.Name, tool.Parameters is not { } schema ? []
            : BuiltInCompletions.Filled(schema, tool.Description, new InputText(Wire.Parsed(chat.UserText), budget), budget) as JsonObject ?? []);

    // A name that consists of verbs must match literally.
    private static List<string> NameTerms(OfferedTool tool)
    {
        var all = Words.OfIdentifier(tool.Name).Where(w => w.Length > 1).Select(Words.Stem).ToList();
        return all.FindAll(w => !Verbs.Contains(w) && !Words.IsStop(w)) is { Count: > 0 } telling ? telling : all;
    }
}
