using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Finds the sentences of a context that fit a question best.</summary>
internal static class Answers
{
    public sealed record Answer(string Text, IReadOnlyList<Passage> Sources, double Confidence);

    public static Answer? Of(string question, IReadOnlyList<Passage> passages)
    {
        var sentences = passages.SelectMany(p => Sentences.Of(p.Text).Select(s => (Passage: p, Text: s))).ToList();
        var scores = SearchIndex.ScoresByWord([.. sentences.Select(s => s.Text)], question);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] *= Kind(question, sentences[i].Text);
        }

        var best = Enumerable.Range(0, sentences.Count).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).Take(2).ToList();
        if (best.Count == 0)
        {
            return null;
        }

        var top = scores[best[0]];
        var chosen = best.Where(i => scores[i] >= top * 0.8).Order().ToList();
        return new Answer(
            string.Join(' ', chosen.Select(i => sentences[i].Text).Distinct(StringComparer.Ordinal)),
            [.. chosen.Select(i => sentences[i].Passage).Distinct()],
            Math.Round(Math.Clamp(top, 0, 1), 2));
    }

    // A sentence that has the kind of thing asked for is a little likelier.
    private static double Kind(string question, string sentence)
    {
        var q = question.ToLowerInvariant();
        var fits = (q.Contains("how many", StringComparison.Ordinal) || q.Contains("how much", StringComparison.Ordinal) || q.Contains("how long", StringComparison.Ordinal)
                || q.Contains("when", StringComparison.Ordinal)) && sentence.Any(char.IsDigit);
        return fits ? 1.3 : sentence.EndsWith('?') ? 0.6 : 1;
    }
}
