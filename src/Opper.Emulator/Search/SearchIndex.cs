namespace Opper.Emulator.Search;

/// <summary>
/// Full-text search with SQLite's FTS5: three quarters of the score are BM25 over words with Porter stemming, one quarter is the share of the query's
/// trigrams found, which tolerates misspellings. Scores are from 0 to 1 and deterministic. Not thread-safe.
/// </summary>
internal sealed class SearchIndex : IDisposable
{
    private const double WordShare = 0.75;
    // The k1 of FTS5's bm25(), and its weight for words that occur in more than half of the texts.
    private const double K1 = 1.2;
    private const double MinWeight = 1e-6;
    private const double MinTrigramShare = 1.0 / 3;
    private const int MaxTerms = 100;

    private readonly SqliteSession _database = SqliteSession.Open(null);
    private readonly SortedDictionary<long, (string Id, int Chunk)> _chunks = [];
    private readonly Dictionary<string, List<long>> _documents = new(StringComparer.OrdinalIgnoreCase);
    private long _last;

    public SearchIndex()
    {
        _database.Execute("CREATE VIRTUAL TABLE words USING fts5(text, content = '', contentless_delete = 1, tokenize = 'porter unicode61')");
        _database.Execute("CREATE VIRTUAL TABLE trigrams USING fts5(text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram')");
    }

    /// <summary>The best of some texts, best first; the chunk of a hit is the index of the text.</summary>
    public static IReadOnlyList<SearchHit> Best(IEnumerable<string> texts, string query, int count)
    {
        using var index = new SearchIndex();
        index.Put(string.Empty, texts);
        return index.Find(query, count);
    }

    /// <summary>Adds the chunks of a document, replacing earlier ones of the same document.</summary>
    public void Put(string id, IEnumerable<string> chunks)
    {
        Remove(id);
        _database.Execute("BEGIN");
        foreach (var (number, text) in chunks.Index())
        {
            _chunks[++_last] = (id, number);
            _database.Execute("INSERT INTO words(rowid, text) VALUES($0, $1)", _last, text);
            _database.Execute("INSERT INTO trigrams(rowid, text) VALUES($0, $1)", _last, text);
            (_documents.TryGetValue(id, out var rows) ? rows : _documents[id] = []).Add(_last);
        }

        _database.Execute("COMMIT");
    }

    public void Remove(string id)
    {
        if (_documents.Remove(id, out var rows))
        {
            foreach (var row in rows)
            {
                _chunks.Remove(row);
                _database.Execute("DELETE FROM words WHERE rowid = $0", row);
                _database.Execute("DELETE FROM trigrams WHERE rowid = $0", row);
            }
        }
    }

    /// <summary>The best chunks of the documents that <paramref name="accepts"/> selects, best first; unrelated ones have score 0.</summary>
    public IReadOnlyList<SearchHit> Find(string query, int count, Func<string, bool>? accepts = null)
    {
        var terms = Words.Of(query).Where(w => !Words.IsStop(w)).Select(w => w.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Take(MaxTerms).ToList();
        var (words, trigrams) = (WordScores(terms), TrigramShares(terms));
        return [.. _chunks
            .Where(chunk => accepts is null || accepts(chunk.Value.Id))
            .Select(chunk => new SearchHit(chunk.Value.Id, chunk.Value.Chunk, Score(chunk.Key)))
            .OrderByDescending(hit => hit.Score)
            .Take(count)];

        double Score(long row) => (WordShare * words.GetValueOrDefault(row)) + ((1 - WordShare) * trigrams.GetValueOrDefault(row));
    }

    public void Dispose() => _database.Dispose();

    // Relative to the best possible score of the words that occur in the index.
    private Dictionary<long, double> WordScores(List<string> terms)
    {
        var (known, best) = (new List<string>(), 0.0);
        foreach (var phrase in terms.Select(Phrase))
        {
            var rows = _database.Select("SELECT count(*) FROM words WHERE words MATCH $0", static row => row.GetInt64(0), [phrase])[0];
            if (rows > 0)
            {
                known.Add(phrase);
                best += Math.Max(MinWeight, Math.Log((_chunks.Count - rows + 0.5) / (rows + 0.5))) * (K1 + 1);
            }
        }

        return known.Count == 0
            ? []
            : _database
                .Select("SELECT rowid, -bm25(words) FROM words WHERE words MATCH $0", static row => (Row: row.GetInt64(0), Score: row.GetDouble(1)), Any(known))
                .ToDictionary(hit => hit.Row, hit => Math.Clamp(hit.Score / best, 0, 1));
    }

    // Less than a third in common is considered coincidental.
    private Dictionary<long, double> TrigramShares(List<string> terms)
    {
        var trigrams = terms.SelectMany(term => Enumerable.Range(0, Math.Max(0, term.Length - 2)).Select(i => term.Substring(i, 3)))
            .Distinct(StringComparer.Ordinal).Take(MaxTerms).ToList();
        return trigrams
            .SelectMany(trigram => _database.Select("SELECT rowid FROM trigrams WHERE trigrams MATCH $0", static row => row.GetInt64(0), [Phrase(trigram)]))
            .CountBy(row => row)
            .Select(row => (row.Key, Share: (double)row.Value / trigrams.Count))
            .Where(row => row.Share >= MinTrigramShare)
            .ToDictionary(row => row.Key, row => row.Share);
    }

    private static string Any(IEnumerable<string> phrases) => string.Join(" OR ", phrases);

    private static string Phrase(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
