namespace Opper.Emulator.Text;

/// <summary>Extractive summaries: the sentences with the most frequent terms, in the order of the text.</summary>
internal static class Summary
{
    public static List<string> Of(IReadOnlyList<string> sentences, int count)
    {
        if (sentences.Count <= count)
        {
            return [.. sentences];
        }

        var terms = sentences.Select(s => Words.Terms(s).Distinct(StringComparer.Ordinal).ToList()).ToList();
        var frequency = terms.SelectMany(t => t).CountBy(t => t, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var ranked = Enumerable.Range(0, sentences.Count)
            .Select(i => (Index: i, Score: Score(sentences[i], terms[i], frequency) * (1 + (0.5 * Math.Pow(1 - ((double)i / sentences.Count), 4)))))
            .OrderByDescending(x => x.Score).ThenBy(x => x.Index);

        var chosen = new List<int>();
        foreach (var (index, _) in ranked)
        {
            if (!chosen.Exists(c => Overlap(terms[c], terms[index]) > 0.5))
            {
                chosen.Add(index);
            }

            if (chosen.Count == count)
            {
                break;
            }
        }

        return [.. chosen.Order().Select(i => sentences[i])];
    }

    private static double Score(string sentence, List<string> terms, Dictionary<string, int> frequency)
    {
        if (terms.Count == 0)
        {
            return 0;
        }

        var words = Words.Of(sentence).Count();
        var lengthFit = words is < 6 ? 0.3 : words > 45 ? 0.6 : 1;
        // Speech and questions seldom say what a text is about.
        var speech = sentence[0] is '"' or '“' or '\'' or '‘' || sentence.Contains('?', StringComparison.Ordinal) ? 0.4 : 1;
        return terms.Sum(t => Math.Log(1 + frequency[t])) / Math.Pow(terms.Count, 0.6) * lengthFit * speech;
    }

    private static double Overlap(List<string> a, List<string> b) =>
        a.Count == 0 || b.Count == 0 ? 0 : (double)a.Intersect(b, StringComparer.Ordinal).Count() / Math.Min(a.Count, b.Count);
}
