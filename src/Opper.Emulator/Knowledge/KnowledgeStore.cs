namespace Opper.Emulator.Knowledge;

/// <summary>Knowledge bases and their documents.</summary>
internal sealed class KnowledgeStore(Store store, TimeProvider time, int maxChunks)
{
    private readonly KnowledgeSearch _search = new(store);

    private Table Bases => store.Table(StateTables.Knowledge);

    private Table Documents => store.Table(StateTables.Documents);

    private Table Files => store.Table(StateTables.KnowledgeFiles);

    private Table Uploads => store.Table(StateTables.Uploads);

    public (int Total, IReadOnlyList<JsonObject> Bases) List(ListRange range) => Bases.List(range);

    public JsonObject Get(string id) => Bases.Require("Knowledge base", id);

    public JsonObject GetByName(string name) =>
        Bases.First("name", name) ?? throw ApiException.NotFound("Knowledge base", name);

    public JsonObject Create(string name, string embeddingModel, string? description) => store.Atomically(() =>
    {
        ApiException.ConflictIf(Bases.CountWhere("name", name) > 0, $"Knowledge base {name} exists");

        return Bases.Add(new JsonObject
        {
            ["name"] = name,
            ["created_at"] = Wire.Time(time.GetUtcNow()),
            ["embedding_model"] = embeddingModel,
            ["description"] = description,
        });
    });

    public void Delete(string id) => store.Atomically(() =>
    {
        var owner = IdOf(id);
        foreach (var upload in (IReadOnlyList<JsonObject>)[.. Uploads.Where("knowledge_id", owner), .. Files.Where("knowledge_id", owner)])
        {
            store.RemoveFile((string)upload["id"]!);
        }

        Uploads.RemoveWhere("knowledge_id", owner);
        Files.RemoveWhere("knowledge_id", owner);
        Documents.RemoveWhere("knowledge_id", owner);
        Bases.Remove(owner);
        _search.Forget(owner);
    });

    /// <summary>The ID as stored; 404 if there is no such knowledge base.</summary>
    public string IdOf(string id) => (string)Get(id)["id"]!;

    public int Count(string id) => Documents.CountWhere("knowledge_id", IdOf(id));

    public JsonObject? FindDocument(string id, string key) =>
        store.SelectRecords("SELECT json FROM documents WHERE knowledge_id = $0 AND key = $1 ORDER BY seq LIMIT 1", IdOf(id), key) is [var document, ..]
            ? document : null;

    /// <summary>Adds a document, or replaces the one with the same key and keeps its ID. <paramref name="fileId"/> is the file it was read from.</summary>
    public JsonObject Add(string id, string? key, string content, JsonObject? metadata, Chunking chunking, string? fileId = null)
    {
        var chunks = Chunks.Of(content, chunking.Size, chunking.Overlap, maxChunks)
            ?? throw ApiException.BadRequest($"The document would have more than {maxChunks} chunks; make the chunks longer, or reduce the overlap");
        return store.Atomically(() =>
        {
            var owner = IdOf(id);
            var documentId = (key is null ? null : (string?)FindDocument(owner, key)?["id"]) ?? Wire.NewId();
            var document = new JsonObject
            {
                ["id"] = documentId,
                ["knowledge_id"] = owner,
                ["key"] = key ?? documentId,
                ["metadata"] = metadata?.DeepClone() ?? new JsonObject(),
                ["segments"] = new JsonArray([.. chunks.Select(c => new JsonObject { ["id"] = Wire.NewId(), ["content"] = c })]),
                ["file_id"] = fileId,
            }.WithoutNulls();
            Documents.Put(documentId, document);
            _search.Put(owner, document);
            return document;
        });
    }

    public int DeleteDocuments(string id, IReadOnlyList<Filter> filters) => store.Atomically(() =>
    {
        var owner = IdOf(id);
        var doomed = Documents.Where("knowledge_id", owner).Where(d => Filter.All(filters, d["metadata"])).ToList();
        doomed.ForEach(d => Remove(owner, (string)d["id"]!));
        return doomed.Count;
    });

    /// <summary>Deletes a document and the file it was read from.</summary>
    public bool DeleteDocument(string id, string documentId) => store.Atomically(() => Remove(IdOf(id), documentId));

    /// <summary>The best chunks. Like a vector search it returns <paramref name="topK"/> if there are that many, the unrelated ones with score 0.</summary>
    public IReadOnlyList<JsonObject> Query(string id, string query, int topK, IReadOnlyList<Filter> filters) => store.Atomically(() =>
    {
        var owner = IdOf(id);
        var hits = _search.Find(owner, query, topK, filters);
        return hits.Select(hit =>
        {
            var document = Documents.Get(hit.Id)!;
            var match = document.Pick("id", "key", "metadata");
            match["content"] = (string)document["segments"]![hit.Chunk]!["content"]!;
            match["score"] = Math.Round(hit.Score, 4);
            return match;
        }).ToList();
    });

    private bool Remove(string owner, string documentId)
    {
        if ((string?)Documents.Get(documentId)?["file_id"] is { } fileId)
        {
            Files.Remove(fileId);
            store.RemoveFile(fileId);
        }

        _search.Remove(owner, documentId);
        return Documents.Remove(documentId);
    }
}
