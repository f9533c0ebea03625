using System.Text.Json.Nodes;
using Opper.Emulator.Http;
using Opper.Emulator.Storage;
using Opper.Emulator.Text;

namespace Opper.Emulator.Knowledge;

/// <summary>Knowledge bases and their documents.</summary>
internal sealed class KnowledgeStore(IStore store, TimeProvider time)
{
    private readonly Lock _gate = new();

    private ITable Bases => store.Table("knowledge");

    private ITable Documents => store.Table("documents");

    public IReadOnlyList<JsonObject> All() => Bases.All();

    public JsonObject Get(string id) => Bases.Get(id) ?? throw ApiException.NotFound("Knowledge base", id);

    public JsonObject GetByName(string name) =>
        Bases.Where("name", name) is [var found, ..] ? found : throw ApiException.NotFound("Knowledge base", name);

    public JsonObject Create(string name, string embeddingModel, string? description)
    {
        lock (_gate)
        {
            if (Bases.Where("name", name).Count > 0)
            {
                throw ApiException.Conflict($"Knowledge base {name} exists");
            }

            var created = new JsonObject
            {
                ["id"] = Wire.NewId(),
                ["name"] = name,
                ["created_at"] = Wire.Time(time.GetUtcNow()),
                ["embedding_model"] = embeddingModel,
                ["description"] = description,
            }.WithoutNulls();
            Bases.Put((string)created["id"]!, created);
            return created;
        }
    }

    public void Delete(string id)
    {
        lock (_gate)
        {
            var found = Get(id);
            foreach (var document in DocumentsOf(id))
            {
                Documents.Remove((string)document["id"]!);
            }

            Bases.Remove((string)found["id"]!);
        }
    }

    public IReadOnlyList<JsonObject> DocumentsOf(string id) => Documents.Where("knowledge_id", (string)Get(id)["id"]!);

    public JsonObject? FindDocument(string id, string key) => DocumentsOf(id).FirstOrDefault(d => (string?)d["key"] == key);

    /// <summary>The same key again replaces the document and keeps its id.</summary>
    public JsonObject Add(string id, string? key, string content, JsonObject? metadata, int chunkSize, int chunkOverlap)
    {
        lock (_gate)
        {
            var owner = Get(id);
            var documentId = (key is null ? null : (string?)FindDocument(id, key)?["id"]) ?? Wire.NewId();
            var document = new JsonObject
            {
                ["id"] = documentId,
                ["knowledge_id"] = (string)owner["id"]!,
                ["key"] = key ?? documentId,
                ["metadata"] = metadata?.DeepClone() ?? new JsonObject(),
                ["segments"] = new JsonArray([.. Chunks.Of(content, chunkSize, chunkOverlap)
                    .Select(c => new JsonObject { ["id"] = Wire.NewId(), ["content"] = c })]),
            };
            Documents.Put(documentId, document);
            return document;
        }
    }

    public int DeleteDocuments(string id, IReadOnlyList<Filter> filters)
    {
        lock (_gate)
        {
            var doomed = DocumentsOf(id).Where(d => filters.All(f => f.Matches(d["metadata"] as JsonObject))).ToList();
            doomed.ForEach(d => Documents.Remove((string)d["id"]!));
            return doomed.Count;
        }
    }

    /// <summary>The best chunks. Like a vector search it always gives <paramref name="topK"/> if there are as many, the unrelated ones with score 0.</summary>
    public IReadOnlyList<JsonObject> Query(string id, string query, int topK, IReadOnlyList<Filter> filters)
    {
        var chunks = DocumentsOf(id)
            .Where(d => filters.All(f => f.Matches(d["metadata"] as JsonObject)))
            .SelectMany(d => d["segments"]!.AsArray().Select(s => (Document: d, Content: (string)s!["content"]!)))
            .ToList();
        var scores = new Bm25(chunks.Select(c => c.Content)).Score(query);
        return [.. Enumerable.Range(0, chunks.Count).OrderByDescending(i => scores[i]).Take(topK).Select(i =>
        {
            var result = chunks[i].Document.Pick("id", "key", "metadata");
            result["content"] = chunks[i].Content;
            result["score"] = Math.Round(Math.Clamp(scores[i], 0, 1), 4);
            return result;
        })];
    }
}
