namespace Opper.Emulator.Knowledge;

/// <summary>One search index per knowledge base, created on the first search and updated afterwards. Must be used within the store's lock.</summary>
internal sealed class KnowledgeSearch(Store store)
{
    private readonly Dictionary<string, SearchIndex> _bases = new(StringComparer.Ordinal);
    private int _generation = -1;

    public void Put(string knowledgeId, JsonObject document)
    {
        if (Known(knowledgeId) is { } index)
        {
            Put(index, document);
        }
    }

    public void Remove(string knowledgeId, string documentId) => Known(knowledgeId)?.Remove(documentId);

    public void Forget(string knowledgeId)
    {
        if (_bases.Remove(knowledgeId, out var index))
        {
            index.Dispose();
        }
    }

    public IReadOnlyList<SearchHit> Find(string knowledgeId, string query, int count, IReadOnlyList<Filter> filters)
    {
        if (Known(knowledgeId) is not { } index)
        {
            _bases[knowledgeId] = index = new SearchIndex();
            foreach (var document in store.Table(StateTables.Documents).Where("knowledge_id", knowledgeId))
            {
                Put(index, document);
            }
        }

        return index.Find(query, count, filters.Count == 0 ? null : Matching(knowledgeId, filters).Contains);
    }

    private HashSet<string> Matching(string knowledgeId, IReadOnlyList<Filter> filters) => store
        .Select(
            "SELECT id, json -> '$.metadata' FROM documents WHERE knowledge_id = $0",
            static row => (Id: row.GetString(0), Metadata: row.GetString(1)),
            knowledgeId)
        .Where(document => Filter.All(filters, JsonNode.Parse(document.Metadata)))
        .Select(document => document.Id)
        .ToHashSet(StringComparer.Ordinal);

    private static void Put(SearchIndex index, JsonObject document) =>
        index.Put((string)document["id"]!, document["segments"]!.AsArray().Select(s => (string)s!["content"]!));

    // Indexes of an earlier generation of the state are discarded.
    private SearchIndex? Known(string knowledgeId)
    {
        if (_generation != store.Generation)
        {
            _bases.Keys.ToList().ForEach(Forget);
            _generation = store.Generation;
        }

        return _bases.GetValueOrDefault(knowledgeId);
    }
}
