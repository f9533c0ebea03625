namespace Opper.Emulator.Cassettes;

/// <summary>Finds the recorded response to a request. Equal requests get their responses in recorded order, then the last one repeatedly.</summary>
internal sealed class CassettePlayer
{
    private readonly Lock _gate = new();
    private readonly Redaction _redaction;
    private readonly IReadOnlyList<FieldPath> _ignored;
    private readonly Dictionary<string, List<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _all = [];
    private readonly IdTranslation _ids = new();

    public CassettePlayer(CassetteContent content, Redaction redaction, IReadOnlyList<FieldPath> ignored)
    {
        _redaction = redaction;
        _ignored = ignored;
        foreach (var exchange in content.Exchanges)
        {
            Add(exchange, isNew: false);
        }
    }

    public int Unplayed
    {
        get
        {
            lock (_gate)
            {
                return _all.Count(entry => !entry.IsUsed);
            }
        }
    }

    /// <summary>The response, with the IDs that the client uses now; null if none was recorded.</summary>
    /// <param name="request">The redacted request.</param>
    /// <param name="recordsMore">Whether a request that was first recorded in this run is recorded again each time.</param>
    public CassetteResponse? Find(CassetteRequest request, bool recordsMore)
    {
        lock (_gate)
        {
            var key = RequestKey.Of(_ids.ToRecorded(request), _ignored);
            if (!_entries.TryGetValue(key.Text, out var entries) || (recordsMore && entries.All(e => e.IsUsed) && entries.Exists(e => e.IsNew)))
            {
                return null;
            }

            var found = Choose(entries, key);
            found.IsUsed = true;
            foreach (var (present, recorded) in key.Ids.Zip(found.Key.Ids))
            {
                _ids.AddIfNew(present, recorded);
            }

            return _ids.ToPresent(found.Exchange.Response);
        }
    }

    /// <summary>Adds an exchange that was recorded in this run and whose response has already been sent.</summary>
    public void Add(CassetteExchange exchange) => Add(exchange, isNew: true);

    /// <summary>Explains why there is no response.</summary>
    public JsonObject Miss(CassetteRequest request, string cassette)
    {
        lock (_gate)
        {
            var key = RequestKey.Of(_ids.ToRecorded(request), _ignored);
            return CassetteMiss.Explain(key, _all.Select(entry => (entry.Key, entry.Exchange.Line)), cassette);
        }
    }

    /// <summary>Starts over.</summary>
    public void Rewind()
    {
        lock (_gate)
        {
            _all.ForEach(entry => entry.IsUsed = false);
            _ids.Clear();
        }
    }

    private void Add(CassetteExchange exchange, bool isNew)
    {
        lock (_gate)
        {
            // Redacted again, so that rules added after the recording apply to older lines as well.
            var entry = new Entry(exchange, RequestKey.Of(exchange.Request.Redacted(_redaction, []), _ignored)) { IsNew = isNew, IsUsed = isNew };
            _all.Add(entry);
            if (!_entries.TryGetValue(entry.Key.Text, out var entries))
            {
                _entries[entry.Key.Text] = entries = [];
            }

            entries.Add(entry);
        }
    }

    // Ids and times only decide between requests that are otherwise equal. They never cause a miss, because concurrent requests arrive in a
    // different order each time.
    private Entry Choose(List<Entry> entries, RequestKey key)
    {
        var same = entries.FindAll(entry => entry.Key.Ids.SequenceEqual(key.Ids, StringComparer.OrdinalIgnoreCase));
        if (same.Count > 0)
        {
            return same.Find(entry => !entry.IsUsed && entry.Key.Times.SequenceEqual(key.Times)) ?? same.Find(entry => !entry.IsUsed) ?? same[^1];
        }

        return entries.Find(entry => !entry.IsUsed && entry.Key.Ids.Zip(key.Ids).All(pair => _ids.MayBe(pair.Second, pair.First)))
            ?? entries.Find(entry => !entry.IsUsed)
            ?? entries[^1];
    }

    private sealed class Entry(CassetteExchange exchange, RequestKey key)
    {
        public CassetteExchange Exchange { get; } = exchange;

        public RequestKey Key { get; } = key;

        public bool IsNew { get; init; }

        public bool IsUsed { get; set; }
    }
}
