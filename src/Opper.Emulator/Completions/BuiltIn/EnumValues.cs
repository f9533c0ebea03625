using Opper.Emulator.Json;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Chooses the enum members whose words occur most often in the text.</summary>
internal static class EnumValues
{
    private static readonly string[] NoEvidence = ["other", "unknown", "none", "neutral", "general", "unspecified", "medium", "normal"];

    public static FilledValue Choose(JsonArray members, Field field, InputText text, OutputBudget budget)
    {
        if (Ranked(members, field, text, budget).FirstOrDefault() is { } best)
        {
            return FilledValue.Yes(best);
        }

        var options = members.Where(m => m is not null).ToList();
        return options.Count < members.Count
            ? FilledValue.No(null)
            : FilledValue.No((options.Find(m => NoEvidence.Contains(Name(m), StringComparer.OrdinalIgnoreCase)) ?? options.FirstOrDefault())?.DeepClone());
    }

    /// <summary>All members that occur in the text, the most frequent first.</summary>
    public static IEnumerable<JsonNode> Ranked(JsonArray members, Field field, InputText text, OutputBudget budget)
    {
        return members.OfType<JsonNode>()
            .Select(member => (Member: member, Score: Score(Name(member))))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score)
            .Select(scored => scored.Member.DeepClone());

        int Score(string name)
        {
            budget.TakeValues(1);
            return text.Labels.TryGetValue(field.Key, out var label) && InputText.Key(label) == InputText.Key(name)
                ? int.MaxValue
                : Words.OfIdentifier(name).Select(Words.Stem).Distinct(StringComparer.Ordinal).Sum(stem => text.WordCounts.GetValueOrDefault(stem));
        }
    }

    private static string Name(JsonNode? member) => Wire.AsString(member) ?? string.Empty;
}
