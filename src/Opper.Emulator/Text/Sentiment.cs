namespace Opper.Emulator.Text;

/// <summary>Counts friendly and unfriendly words.</summary>
internal static class Sentiment
{
    private static readonly HashSet<string> s_positive = Stems(
        "good great love loved lovely happy happiness joy joyful glad pleased wonderful excellent amazing best beautiful delight delighted kind thanks thank smile smiled laugh laughed nice perfect fantastic awesome recommend helpful fast easy enjoy enjoyed hope wise dear warm gentle bright sweet generous peace praise favorite success win pleasant");

    private static readonly HashSet<string> s_negative = Stems(
        "bad terrible awful hate hated horrible sad sadness angry anger fear feared afraid dead death die died kill killed murder pain poor worst broken broke slow disappointed disappointing disappointment problem fail failed failure wrong cry cried sob sobs grief terror horror dread dreadful cold cruel evil lost lose lonely dark hell mad sorrow shriek scream agony wretched curse late refund complaint unhappy useless crash error annoying hideous dying groan trembling");

    /// <summary>-1 (all unfriendly) to 1 (all friendly), and how many such words there were.</summary>
    public static (double Score, int Positive, int Negative) Of(string text)
    {
        int positive = 0, negative = 0;
        var negated = 0;
        foreach (var word in Words.Of(text))
        {
            var stem = Words.Stem(word);
            var good = s_positive.Contains(stem);
            var bad = s_negative.Contains(stem);
            if (good || bad)
            {
                _ = good == (negated == 0) ? positive++ : negative++;
            }

            var negates = stem is "not" or "no" or "never" || stem.EndsWith("n't", StringComparison.Ordinal);
            negated = negates ? 2 : Math.Max(0, negated - 1);
        }

        return (positive + negative == 0 ? 0 : (double)(positive - negative) / (positive + negative), positive, negative);
    }

    public static string Label(string text)
    {
        var (score, positive, negative) = Of(text);
        return score > 0.2 ? "positive" : score < -0.2 ? "negative" : positive + negative >= 4 ? "mixed" : "neutral";
    }

    private static HashSet<string> Stems(string words) => [.. words.Split(' ').Select(Words.Stem)];
}
