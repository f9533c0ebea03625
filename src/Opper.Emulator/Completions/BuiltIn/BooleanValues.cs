using System.Text.RegularExpressions;
using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>True when the text has the words of the property, not negated.</summary>
internal static partial class BooleanValues
{
    private static readonly HashSet<string> s_empty = ["is", "has", "have", "contain", "was", "should", "need", "doe", "are", "can", "i", "ha"];

    public static Filled Find(Field field, InputText text)
    {
        if (text.Labels.TryGetValue(field.Key, out var label))
        {
            return Filled.Yes(Regex.IsMatch(label, "^(true|yes|y|1|on)", RegexOptions.IgnoreCase));
        }

        if (field.Is("dialogue", "dialog", "quotes"))
        {
            return Filled.Yes(Facts.Quotes(text.Body).Count > 0);
        }

        if (field.Is("question"))
        {
            return Filled.Yes(text.All.Contains('?', StringComparison.Ordinal));
        }

        if (field.Is("positive", "negative", "happy", "sad"))
        {
            return Filled.Yes(Sentiment.Label(text.All) == (field.Is("positive", "happy") ? "positive" : "negative"));
        }

        if (field.Is("answered", "answerable", "found") && text.Question is { } question)
        {
            return Filled.Yes(Answers.Of(question, text.Passages) is not null);
        }

        var wanted = Words.OfIdentifier(field.Name).Select(Words.Stem).Where(w => !s_empty.Contains(w)).ToHashSet(StringComparer.Ordinal);
        var words = Words.Of(text.All).Select(Words.Stem).ToList();
        var hits = Enumerable.Range(0, words.Count).Where(i => wanted.Contains(words[i])).ToList();
        var affirmed = hits.Count(i => !words.Skip(Math.Max(0, i - 3)).Take(Math.Min(3, i)).Any(w => w is "not" or "no" or "never" or "without" || w.EndsWith("n't", StringComparison.Ordinal)));
        return Filled.Yes(hits.Count > 0 && affirmed * 2 > hits.Count);
    }
}
