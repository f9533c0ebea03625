namespace Opper.Emulator.Files;

/// <summary>The files of knowledge bases: uploads that are not registered yet, and registered files with their documents.</summary>
internal sealed class FileStore(Store store, KnowledgeStore knowledge, TimeProvider time, TimeSpan indexingTime)
{
    private Table Uploads => store.Table(StateTables.Uploads);

    private Table Files => store.Table(StateTables.KnowledgeFiles);

    /// <summary>Creates an upload for a file.</summary>
    public string CreateUpload(string knowledgeId, string fileName) => store.Atomically(() =>
        (string)Uploads.Add(new JsonObject { ["knowledge_id"] = knowledge.IdOf(knowledgeId), ["filename"] = fileName })["id"]!);

    /// <summary>Stores the content of an upload; it may be replaced until it is registered.</summary>
    public void Receive(string id, byte[] content) => store.Atomically(() =>
    {
        ApiException.ConflictIf(Files.Get(id) is not null, $"File {id} is registered already; its content cannot be replaced");

        Uploads.Require("Upload", id);
        store.PutFile(id, content);
    });

    /// <summary>Registers an uploaded file.</summary>
    public JsonObject Register(string knowledgeId, string id, string? fileName, string? contentType, JsonObject? metadata, Chunking chunking)
    {
        var owner = knowledge.IdOf(knowledgeId);
        ApiException.BadRequestIf(Files.Get(id) is not null, $"File {id} is registered already");

        var upload = Uploads.Require("Upload", id, "knowledge_id", owner);
        var known = (string)upload["id"]!;
        var content = store.GetFile(known) ?? throw ApiException.BadRequest($"No content was sent to the upload URL of file {known}");
        return Add(owner, known, fileName ?? (string)upload["filename"]!, contentType, content, metadata, chunking);
    }

    /// <summary>Adds a file and indexes its text.</summary>
    public JsonObject Add(string knowledgeId, string fileName, string? contentType, byte[] content, JsonObject? metadata, Chunking chunking) =>
        Add(knowledge.IdOf(knowledgeId), Wire.NewId(), fileName, contentType, content, metadata, chunking);

    public (int Total, IReadOnlyList<JsonObject> Files) List(string knowledgeId, ListRange range) =>
        Files.List(range, "knowledge_id", knowledge.IdOf(knowledgeId));

    public JsonObject Get(string knowledgeId, string id) => Files.Require("File", id, "knowledge_id", knowledge.IdOf(knowledgeId));

    /// <summary>The record and the content of a file, by its ID.</summary>
    public (JsonObject File, byte[] Content) Content(string id) => store.Atomically(() => (Files.Require("File", id), store.GetFile(id)!));

    public void Delete(string knowledgeId, string id) => store.Atomically(() =>
    {
        var file = Get(knowledgeId, id);
        // Deleting the document also deletes its file; a file without text has no document.
        if (file["document"] is not { } document || !knowledge.DeleteDocument(knowledgeId, (string)document!))
        {
            Files.Remove(id);
            store.RemoveFile(id);
        }
    });

    private JsonObject Add(string owner, string id, string fileName, string? contentType, byte[] content, JsonObject? metadata, Chunking chunking)
    {
        // Reading may take long, so it is done outside the transaction.
        var (text, problem) = Read(content, contentType, fileName);
        return store.Atomically(() =>
        {
            var key = knowledge.FindDocument(owner, fileName) is null ? fileName : $"{fileName}#{id}";
            var document = text is null ? null : knowledge.Add(owner, key, text, metadata, chunking, id);
            var file = new JsonObject
            {
                ["id"] = id,
                ["knowledge_id"] = owner,
                ["original_filename"] = fileName,
                ["content_type"] = contentType,
                ["size"] = content.Length,
                ["key"] = key,
                ["document_id"] = NextNumber(),
                ["document"] = document?["id"]?.DeepClone(),
                ["metadata"] = metadata?.DeepClone() ?? new JsonObject(),
                ["indexed_at"] = Wire.Time(time.GetUtcNow() + indexingTime),
                ["error"] = problem,
            }.WithoutNulls();
            Uploads.Remove(id);
            Files.Put(id, file);
            store.PutFile(id, content);
            return file.Pick("id", "key", "original_filename", "document_id", "metadata");
        });
    }

    private static (string? Text, string? Problem) Read(byte[] content, string? contentType, string fileName)
    {
        try
        {
            return (DocumentReader.Text(content, contentType, fileName), null);
        }
        catch (UnreadableDocumentException unreadable)
        {
            return (null, unreadable.Message);
        }
    }

    /// <summary>A file as the API returns it.</summary>
    public JsonObject Show(JsonObject file)
    {
        var shown = file.Pick("id", "original_filename", "size", "document_id", "metadata");
        var isIndexed = time.GetUtcNow() >= Wire.Time(file["indexed_at"]);
        shown["status"] = !isIndexed ? "indexing" : file["error"] is null ? "success" : "failed";
        if (isIndexed && file["error"] is { } error)
        {
            // The API has no field for errors of files, so metadata is used.
            var metadata = shown["metadata"] as JsonObject ?? [];
            metadata["emulator.error"] = error.DeepClone();
            shown["metadata"] = metadata;
        }

        return shown;
    }

    private long NextNumber()
    {
        var counters = store.Table(StateTables.Counters);
        var next = ((long?)counters.Get("document_id")?["value"] ?? 0) + 1;
        counters.Put("document_id", new JsonObject { ["value"] = next });
        return next;
    }
}
