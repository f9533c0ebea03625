namespace Opper.Emulator.Text;

/// <summary>Okapi BM25 over a fixed set of texts; scores are shares of the best score a query could reach, so 0..1.</summary>
internal sealed class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private readonly List<Dictionary<string, int>> _counts = [];
    private readonly List<int> _lengths = [];
    private readonly Dictionary<string, int> _documentFrequency = new(StringComparer.Ordinal);
    private readonly double _averageLength;

    public Bm25(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            var terms = Words.Terms(text);
            foreach (var term in terms)
            {
                counts[term] = counts.GetValueOrDefault(term) + 1;
            }

            foreach (var term in counts.Keys)
            {
                _documentFrequency[term] = _documentFrequency.GetValueOrDefault(term) + 1;
            }

            _counts.Add(counts);
            _lengths.Add(terms.Count);
        }

        _averageLength = _lengths.Count == 0 ? 1 : Math.Max(1, _lengths.Average());
    }

    public double[] Score(string query)
    {
        var terms = Words.Terms(query).Distinct(StringComparer.Ordinal).ToList();
        var best = terms.Sum(Idf) * (K1 + 1);
        var scores = new double[_counts.Count];
        for (var i = 0; i < scores.Length && best > 0; i++)
        {
            var norm = K1 * (1 - B + (B * _lengths[i] / _averageLength));
            scores[i] = terms.Sum(t => _counts[i].TryGetValue(t, out var f) ? Idf(t) * f * (K1 + 1) / (f + norm) : 0) / best;
        }

        return scores;
    }

    private double Idf(string term)
    {
        var n = _documentFrequency.GetValueOrDefault(term);
        return Math.Log(1 + ((_counts.Count - n + 0.5) / (n + 0.5)));
    }
}
