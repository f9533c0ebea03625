namespace Opper.Emulator.Text;

/// <summary>
/// Search without a model: Okapi BM25 over stemmed words for three quarters, and the likeness of letter triples (which finds
/// inflections and misspellings) for one. Scores are from 0 to 1 and the same on every run. Not safe for several threads at once.
/// </summary>
internal sealed class SearchIndex(double wordShare = SearchIndex.DefaultWordShare)
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double DefaultWordShare = 0.75;
    private readonly Dictionary<string, Entry[]> _documents = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _documentFrequency = new(StringComparer.Ordinal);
    private int _count;
    private long _length;

    /// <summary>Each text's score, by its words alone.</summary>
    public static double[] ScoresByWord(IReadOnlyList<string> texts, string query)
    {
        var scores = new double[texts.Count];
        foreach (var hit in Of(texts, wordShare: 1).Find(query, texts.Count))
        {
            scores[hit.Chunk] = hit.Score;
        }

        return scores;
    }

    /// <summary>The best of a few texts, best first; a hit's chunk is its place among them.</summary>
    public static IReadOnlyList<SearchHit> Best(IReadOnlyList<string> texts, string query, int count) => Of(texts, DefaultWordShare).Find(query, count);

    /// <summary>Puts a document's chunks into the index, in the place of what it held of that document.</summary>
    public void Put(string id, IEnumerable<string> chunks)
    {
        Remove(id);
        Entry[] entries = [.. chunks.Select(c => new Entry(c))];
        _documents[id] = entries;
        Count(entries, 1);
    }

    public void Remove(string id)
    {
        if (_documents.Remove(id, out var entries))
        {
            Count(entries, -1);
        }
    }

    /// <summary>The best chunks of the documents that are let in, best first; unrelated ones have score 0.</summary>
    public IReadOnlyList<SearchHit> Find(string query, int count, Func<string, bool>? letIn = null)
    {
        var words = Words.Terms(query).Distinct(StringComparer.Ordinal).Select(t => (Term: t, Weight: Idf(t))).ToList();
        var best = words.Sum(w => w.Weight) * (K1 + 1);
        var triples = LetterTriples.Of(query);
        var average = _count == 0 ? 1 : Math.Max(1.0, (double)_length / _count);
        return [.. _documents
            .Where(d => letIn is null || letIn(d.Key))
            .SelectMany(d => d.Value.Select((e, i) => new SearchHit(d.Key, i, Math.Clamp((wordShare * e.ScoreWords(words, best, average)) + ((1 - wordShare) * triples.ShareIn(e.Triples)), 0, 1))))
            .OrderByDescending(h => h.Score)
            .Take(count)];
    }

    private static SearchIndex Of(IReadOnlyList<string> texts, double wordShare)
    {
        var index = new SearchIndex(wordShare);
        index.Put(string.Empty, texts);
        return index;
    }

    private void Count(Entry[] entries, int sign)
    {
        _count += sign * entries.Length;
        foreach (var entry in entries)
        {
            _length += sign * entry.Length;
            foreach (var term in entry.Terms)
            {
                _documentFrequency[term] = _documentFrequency.GetValueOrDefault(term) + sign;
            }
        }
    }

    private double Idf(string term)
    {
        var n = _documentFrequency.GetValueOrDefault(term);
        return Math.Log(1 + ((_count - n + 0.5) / (n + 0.5)));
    }

    private sealed class Entry
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public Entry(string content)
        {
            foreach (var term in Words.Terms(content))
            {
                _counts[term] = _counts.GetValueOrDefault(term) + 1;
                Length++;
            }

            Triples = LetterTriples.Of(content);
        }

        public int Length { get; }

        public LetterTriples Triples { get; }

        public IEnumerable<string> Terms => _counts.Keys;

        /// <summary>The share of the best score that the words could reach.</summary>
        public double ScoreWords(List<(string Term, double Weight)> words, double best, double average)
        {
            if (best <= 0)
            {
                return 0;
            }

            var norm = K1 * (1 - B + (B * Length / average));
            var sum = 0.0;
            foreach (var (term, weight) in words)
            {
                if (_counts.TryGetValue(term, out var f))
                {
                    sum += weight * f * (K1 + 1) / (f + norm);
                }
            }

            return sum / best;
        }
    }
}
