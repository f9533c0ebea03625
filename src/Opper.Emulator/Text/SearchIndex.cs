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
    private const int WorthPostings = 200;
    private readonly Dictionary<string, Document> _documents = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _documentFrequency = new(StringComparer.Ordinal);
    private Postings? _postings;
    private int _count;
    private long _length;
    private long _lastPlace;

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
        var place = _documents.TryGetValue(id, out var former) ? former.Place : _lastPlace++;
        Remove(id);
        var document = new Document(id, place);
        document.Entries = [.. chunks.Select((c, i) => new Entry(document, i, c))];
        _documents[id] = document;
        Count(document.Entries, 1);
        _postings?.Add(document.Entries);
    }

    public void Remove(string id)
    {
        if (_documents.Remove(id, out var document))
        {
            Count(document.Entries, -1);
            _postings?.Remove(document.Entries);
        }
    }

    /// <summary>The best chunks of the documents that are let in, best first; unrelated ones have score 0.</summary>
    public IReadOnlyList<SearchHit> Find(string query, int count, Func<string, bool>? letIn = null)
    {
        var words = Words.Terms(query).Distinct(StringComparer.Ordinal).Select(t => (Term: t, Weight: Idf(t))).OrderByDescending(w => w.Weight).ToList();
        var best = words.Sum(w => w.Weight) * (K1 + 1);
        var triples = LetterTriples.Of(query);
        var average = _count == 0 ? 1 : Math.Max(1.0, (double)_length / _count);
        var top = new TopHits(Math.Min(count, _count));
        if (count < _count && _count >= WorthPostings && best > 0)
        {
            FindByWords(words, top, Offer);
        }
        else
        {
            foreach (var entry in _documents.Values.SelectMany(d => d.Entries))
            {
                Offer(entry);
            }
        }

        return top.BestFirst();

        void Offer(Entry entry)
        {
            if (letIn is null || letIn(entry.Document.Id))
            {
                var score = Math.Clamp((wordShare * entry.ScoreWords(words, best, average)) + ((1 - wordShare) * triples.ShareIn(entry.Triples)), 0, 1);
                top.Offer(new SearchHit(entry.Document.Id, entry.Chunk, score), entry.Document.Place);
            }
        }
    }

    // Rare words first: once no other chunk can be better than those found, the rest need not be looked at.
    private void FindByWords(List<(string Term, double Weight)> words, TopHits top, Action<Entry> offer)
    {
        if (_postings is null)
        {
            _postings = new Postings();
            foreach (var document in _documents.Values)
            {
                _postings.Add(document.Entries);
            }
        }

        var all = words.Sum(w => w.Weight);
        var left = all;
        var seen = new HashSet<Entry>(ReferenceEqualityComparer.Instance);
        foreach (var (term, weight) in words)
        {
            if (top.AreAllAbove((wordShare * left / all) + (1 - wordShare)))
            {
                return;
            }

            foreach (var entry in _postings.Of(term))
            {
                if (seen.Add(entry))
                {
                    offer(entry);
                }
            }

            left -= weight;
        }

        if (top.AreAllAbove(1 - wordShare))
        {
            return;
        }

        foreach (var entry in _documents.Values.SelectMany(d => d.Entries))
        {
            if (!seen.Contains(entry))
            {
                offer(entry);
            }
        }
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

    private sealed class Document(string id, long place)
    {
        public string Id { get; } = id;

        public long Place { get; } = place;

        public Entry[] Entries { get; set; } = [];
    }

    private sealed class Postings
    {
        private readonly Dictionary<string, HashSet<Entry>> _entries = new(StringComparer.Ordinal);

        public HashSet<Entry> Of(string term) => _entries.GetValueOrDefault(term) ?? [];

        public void Add(Entry[] entries)
        {
            foreach (var entry in entries)
            {
                foreach (var term in entry.Terms)
                {
                    if (!_entries.TryGetValue(term, out var known))
                    {
                        _entries[term] = known = new HashSet<Entry>(ReferenceEqualityComparer.Instance);
                    }

                    known.Add(entry);
                }
            }
        }

        public void Remove(Entry[] entries)
        {
            foreach (var entry in entries)
            {
                foreach (var term in entry.Terms)
                {
                    if (_entries.TryGetValue(term, out var known) && known.Remove(entry) && known.Count == 0)
                    {
                        _entries.Remove(term);
                    }
                }
            }
        }
    }

    private sealed class Entry
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public Entry(Document document, int chunk, string content)
        {
            (Document, Chunk) = (document, chunk);
            foreach (var term in Words.Terms(content))
            {
                _counts[term] = _counts.GetValueOrDefault(term) + 1;
                Length++;
            }

            Triples = LetterTriples.Of(content);
        }

        public Document Document { get; }

        public int Chunk { get; }

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
