using System.Text.Json;
using System.Text.Json.Nodes;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Chooses enum members by what the text says.</summary>
internal static class EnumValues
{
    private static readonly string[] s_noEvidence = ["other", "unknown", "none", "neutral", "general", "unspecified", "medium", "normal"];

    private static readonly Dictionary<string, string[]> s_hints = new(StringComparer.Ordinal)
    {
        ["urgent"] = ["urgent", "asap", "immediate", "critical", "emergency"],
        ["critical"] = ["critical", "outage", "down", "emergency"],
        ["high"] = ["urgent", "asap", "immediate", "important", "soon"],
        ["bug"] = ["bug", "error", "crash", "broken", "fail", "exception"],
        ["billing"] = ["bill", "invoice", "charge", "payment", "refund", "paid", "price"],
        ["technical"] = ["error", "crash", "install", "login", "bug", "broken", "password"],
        ["shipping"] = ["ship", "deliver", "parcel", "package", "arrive", "late"],
        ["horror"] = ["horror", "terror", "dead", "blood", "scream", "grave", "corpse", "dread", "dreadful", "ghost", "shriek", "hideous", "evil", "mad", "midnight", "hell", "haunted"],
        ["romance"] = ["love", "kiss", "wife", "husband", "marry", "wedding", "darling", "sweetheart"],
        ["mystery"] = ["mystery", "detective", "clue", "murder", "murderer", "secret", "police", "thief", "case", "client", "inspector"],
        ["fiction"] = ["said", "whispered", "cried", "smiled"],
        ["first"] = ["my", "me", "myself"],
        ["third"] = ["he", "she", "his", "her"],
    };

    public static Filled Choose(JsonArray members, Field field, InputText text, AnswerBudget budget)
    {
        var options = members.Where(m => m is not null).ToList();
        if (options.Count == 0)
        {
            return Filled.Yes(null);
        }

        var scored = options.Select(m => (Member: m, Score: Score(Name(m), field, text, budget))).ToList();
        var best = scored.MaxBy(s => s.Score);
        if (best.Score > 0)
        {
            return Filled.Yes(best.Member!.DeepClone());
        }

        if (members.Count > options.Count)
        {
            return Filled.No(null);
        }

        var fallback = options.Find(m => s_noEvidence.Contains(Name(m).ToLowerInvariant(), StringComparer.Ordinal)) ?? options[0];
        return Filled.No(fallback!.DeepClone());
    }

    public static IEnumerable<JsonNode?> ChooseMany(JsonArray members, Field field, InputText text, AnswerBudget budget) =>
        members.Where(m => m is not null)
            .Select(m => (Member: m, Score: Score(Name(m), field, text, budget)))
            .Where(s => s.Score > 0)
            .OrderByDescending(s => s.Score)
            .Select(s => s.Member!.DeepClone());

    private static string Name(JsonNode? member) => Http.Wire.AsString(member) ?? string.Empty;

    private static double Score(string member, Field field, InputText text, AnswerBudget budget)
    {
        budget.TakeValues(1);
        if (text.Labels.TryGetValue(field.Key, out var label) && InputText.Key(label) == InputText.Key(member))
        {
            return 1000;
        }

        var name = member.ToLowerInvariant();
        if (field.Subject is not null && field.Is("role", "importance", "type") && Role(name) is { } prominent)
        {
            return text.Prose.Count >= 5 == prominent ? 100 : 0;
        }

        if (name is "positive" or "negative" or "neutral" or "mixed")
        {
            return Sentiment.Label(text.All) == name ? 100 : 0;
        }

        var (code, language) = Language.Guess(text.All);
        if (name == code || name.Equals(language, StringComparison.OrdinalIgnoreCase))
        {
            return 50;
        }

        var stems = Words.OfIdentifier(member).SelectMany(w => s_hints.GetValueOrDefault(w, []).Append(w)).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        return Words.Of(text.All).Count(w => stems.Contains(Words.Stem(w)));
    }

    private static bool? Role(string member) => member switch
    {
        "main" or "protagonist" or "primary" or "major" => true,
        "minor" or "supporting" or "secondary" => false,
        _ => null,
    };
}
