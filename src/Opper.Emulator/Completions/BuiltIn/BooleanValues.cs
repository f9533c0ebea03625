using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>True if the words of the property occur in the text, more often than not without a preceding negation.</summary>
internal static partial class BooleanValues
{
    private const int NegationDistance = 3;

    public static Filled Find(Field field, InputText text)
    {
        if (text.Labels.TryGetValue(field.Key, out var label))
        {
            return Filled.Yes(Yes().IsMatch(label));
        }

        var wanted = Words.OfIdentifier(field.Name).Where(word => !Words.IsStop(word)).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        var words = Words.Of(text.All).ToList();
        var hits = Enumerable.Range(0, words.Count).Where(i => wanted.Contains(Words.Stem(words[i]))).ToList();
        var negated = hits.Count(i => words[Math.Max(0, i - NegationDistance)..i].Exists(Negation().IsMatch));
        return Filled.Yes(hits.Count > negated * 2);
    }

    [GeneratedRegex("^(?:true|yes|y|1|on)", RegexOptions.IgnoreCase)]
    private static partial Regex Yes();

    [GeneratedRegex("^(?:not?|never|without)$|n['’]t$", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
