using System.Text.Json.Nodes;
using Opper.Emulator.Storage;
using Opper.Emulator.Text;

namespace Opper.Emulator.Knowledge;

/// <summary>One search index for each knowledge base, made when it is first searched and kept in step after that. Used within the store's lock.</summary>
internal sealed class KnowledgeSearch(IStore store)
{
    private readonly Dictionary<string, Indexed> _bases = new(StringComparer.Ordinal);
    private int _generation = -1;

    private ITable Documents => store.Table(StateTables.Documents);

    public void Put(string knowledgeId, JsonObject document) => Known(knowledgeId)?.Put(document);

    public void Remove(string knowledgeId, string documentId) => Known(knowledgeId)?.Remove(documentId);

    public void Forget(string knowledgeId) => _bases.Remove(knowledgeId);

    public IReadOnlyList<SearchHit> Find(string knowledgeId, string query, int count, IReadOnlyList<Filter> filters)
    {
        if (Known(knowledgeId) is not { } indexed)
        {
            _bases[knowledgeId] = indexed = new Indexed();
            foreach (var document in Documents.Where("knowledge_id", knowledgeId))
            {
                indexed.Put(document);
            }
        }

        return indexed.Find(query, count, filters);
    }

    private Indexed? Known(string knowledgeId)
    {
        if (_generation != store.Generation)
        {
            _bases.Clear();
            _generation = store.Generation;
        }

        return _bases.GetValueOrDefault(knowledgeId);
    }

    private sealed class Indexed
    {
        private readonly SearchIndex _index = new();
        private readonly Dictionary<string, JsonObject?> _metadata = new(StringComparer.OrdinalIgnoreCase);

        public void Put(JsonObject document)
        {
            var id = (string)document["id"]!;
            _index.Put(id, document["segments"]!.AsArray().Select(s => (string)s!["content"]!));
            _metadata[id] = document["metadata"]?.DeepClone() as JsonObject;
        }

        public void Remove(string documentId)
        {
            _index.Remove(documentId);
            _metadata.Remove(documentId);
        }

        public IReadOnlyList<SearchHit> Find(string query, int count, IReadOnlyList<Filter> filters) =>
            _index.Find(query, count, filters.Count == 0 ? null : id => filters.All(f => f.Matches(_metadata[id])));
    }
}
