namespace Opper.Emulator.Datasets;

/// <summary>The entries of datasets. A dataset exists as long as the function that owns it.</summary>
internal sealed class DatasetStore(Store store)
{
    private static readonly string[] Texts = ["input", "output", "expected"];

    private Table Functions => store.Table(StateTables.Functions);

    private Table Entries => store.Table(StateTables.DatasetEntries);

    public (int Total, IReadOnlyList<JsonObject> Entries) List(string datasetId, ListRange range) =>
        Entries.List(range, "dataset_id", Id(datasetId));

    public JsonObject Get(string datasetId, string entryId) => Entries.Require("Dataset entry", entryId, "dataset_id", Id(datasetId));

    public JsonObject Add(string datasetId, JsonObject values) => store.Atomically(() => Entries.Add(new JsonObject
    {
        ["dataset_id"] = Id(datasetId),
        ["input"] = Wire.AsString(values["input"]) ?? string.Empty,
        ["output"] = Wire.AsString(values["output"]) ?? string.Empty,
        ["expected"] = Wire.AsString(values["expected"]),
        ["comment"] = values["comment"]?.DeepClone(),
    }));

    /// <summary>Absent fields are not changed and null clears a field; input and output cannot be cleared.</summary>
    public JsonObject Update(string datasetId, string entryId, JsonObject changes) => store.Atomically(() =>
    {
        var entry = Get(datasetId, entryId);
        entry.Apply(changes, [.. Texts, "comment"], "input", "output");
        foreach (var field in Texts)
        {
            entry[field] = Wire.AsString(entry[field]);
        }

        Entries.Put((string)entry["id"]!, entry);
        return entry;
    });

    public void Delete(string datasetId, string entryId) => store.Atomically(() => Entries.Remove((string)Get(datasetId, entryId)["id"]!));

    /// <summary>The entries nearest to a text, best first; unrelated ones come last.</summary>
    public IReadOnlyList<JsonObject> Nearest(string datasetId, string text, int count)
    {
        var entries = Entries.Where("dataset_id", Id(datasetId));
        var texts = entries.Select(e => string.Join('\n', Texts.Select(f => (string?)e[f]))).ToList();
        return [.. SearchIndex.Best(texts, text, count).Select(h => entries[h.Chunk])];
    }

    // Ids are case-insensitive everywhere.
    private string Id(string datasetId) =>
        Functions.CountWhere("dataset_id", datasetId.ToLowerInvariant()) > 0
            ? datasetId.ToLowerInvariant()
            : throw ApiException.NotFound("Dataset", datasetId);
}
