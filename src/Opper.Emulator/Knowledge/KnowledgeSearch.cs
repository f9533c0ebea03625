using Opper.Emulator.Search;
using Opper.Emulator.Storage;

namespace Opper.Emulator.Knowledge;

/// <summary>One search index for each knowledge base, made when it is first searched and kept in step after that. Used within the store's lock.</summary>
internal sealed class KnowledgeSearch(Store store)
{
    private readonly Dictionary<string, SearchIndex> _bases = new(StringComparer.Ordinal);
    private int _generation = -1;

    private Table Documents => store.Table(StateTables.Documents);

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
        var documents = new Lazy<IReadOnlyList<JsonObject>>(() => Documents.Where("knowledge_id", knowledgeId));
        if (Known(knowledgeId) is not { } index)
        {
            _bases[knowledgeId] = index = new SearchIndex();
            foreach (var document in documents.Value)
            {
                Put(index, document);
            }
        }

        return filters.Count == 0
            ? index.Find(query, count)
            : index.Find(query, count, documents.Value.Where(d => Filter.All(filters, d)).Select(d => (string)d["id"]!)
                .ToHashSet(StringComparer.Ordinal).Contains);
    }

    private static void Put(SearchIndex index, JsonObject document) =>
        index.Put((string)document["id"]!, document["segments"]!.AsArray().Select(s => (string)s!["content"]!));

    // What was derived from a state that is gone is made anew.
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
