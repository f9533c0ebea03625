using Opper.Emulator.Json;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>
/// Decides which tools are called without a model. If a call is required: the named tool, otherwise the one whose name and description share most
/// words with the user's message. If calls are optional: every tool that has a word of its name in the message, except for verbs such as "get", unless
/// tool results have followed the message.
/// </summary>
internal static class ToolRule
{
    private static readonly HashSet<string> Verbs = [.. """
        get set find list fetch look lookup search read write run do make create add update delete remove call use show check query tool function
        """.Split(' ').Select(Words.Stem)];

    public static IReadOnlyList<OfferedTool> Choose(ChatConversation chat)
    {
        var offer = chat.Tools;
        var said = Words.Of(chat.UserText).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        switch (offer.Mode)
        {
            case "required":
                return [offer.Tools.MaxBy(t => NameTerms(t).Count(said.Contains) * 10 + Words.Terms(t.Description).Distinct().Count(said.Contains))!];
            case "auto" when chat.ToolResults.Count == 0:
                var asked = offer.Tools.Where(t => NameTerms(t).Exists(said.Contains)).ToList();
                return offer.IsLegacy || chat.Request["parallel_tool_calls"]?.GetValueKind() == JsonValueKind.False ? [.. asked.Take(1)] : asked;
            default:
                return [];
        }
    }

    public static ToolCall Call(OfferedTool tool, ChatConversation chat, OutputBudget budget) => tool.IsCustom
        ? ToolCall.Of(tool.Name, chat.UserText, isCustom: true)
        : ToolCall.Of(tool.Name, Arguments(tool, chat, budget));

    private static JsonObject Arguments(OfferedTool tool, ChatConversation chat, OutputBudget budget)
    {
        var filler = new SchemaFiller(new InputText(Wire.Parsed(chat.UserText), budget), budget);
        return tool.Parameters is { } schema
            && filler.Fill(SchemaNode.Root(schema, budget), new Field(string.Empty, tool.Description)).Node is JsonObject filled ? filled : [];
    }

    // A name that consists of verbs must match literally.
    private static List<string> NameTerms(OfferedTool tool)
    {
        var all = Words.OfIdentifier(tool.Name).Where(w => w.Length > 1).Select(Words.Stem).ToList();
        var telling = all.Where(w => !Verbs.Contains(w) && !Words.IsStop(w)).ToList();
        return telling.Count > 0 ? telling : all;
    }
}
