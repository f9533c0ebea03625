using System.Text.Json.Nodes;
using Opper.Emulator.Http;
using Opper.Emulator.Storage;
using Opper.Emulator.Text;

namespace Opper.Emulator.Datasets;

/// <summary>The entries of datasets. A dataset is there as long as a function owns it.</summary>
internal sealed class DatasetStore(IStore store)
{
    private static readonly string[] s_texts = ["input", "output", "expected"];

    private ITable Functions => store.Table(StateTables.Functions);

    private ITable Entries => store.Table(StateTables.DatasetEntries);

    public (int Total, IReadOnlyList<JsonObject> Entries) List(string datasetId, Page page) =>
        Entries.Page(new TableQuery(page.Offset, page.Limit) { Column = "dataset_id", Value = Id(datasetId) });

    public JsonObject Get(string datasetId, string entryId)
    {
        var id = Id(datasetId);
        return Entries.Get(entryId) is { } entry && (string?)entry["dataset_id"] == id ? entry : throw ApiException.NotFound("Dataset entry", entryId);
    }

    public JsonObject Add(string datasetId, JsonObject values) => store.Atomically(() =>
    {
        var entry = new JsonObject
        {
            ["id"] = Wire.NewId(),
            ["dataset_id"] = Id(datasetId),
            ["input"] = Wire.AsString(values["input"]) ?? string.Empty,
            ["output"] = Wire.AsString(values["output"]) ?? string.Empty,
            ["expected"] = Wire.AsString(values["expected"]),
            ["comment"] = values["comment"]?.DeepClone(),
        };
        Entries.Put((string)entry["id"]!, entry);
        return entry;
    });

    /// <summary>Absent fields stay, null clears; input and output cannot be without a value.</summary>
    public JsonObject Update(string datasetId, string entryId, JsonObject changes) => store.Atomically(() =>
    {
        var entry = Get(datasetId, entryId);
        foreach (var field in s_texts.Where(changes.ContainsKey).Where(f => f == "expected" || changes[f] is not null))
        {
            entry[field] = Wire.AsString(changes[field]);
        }

        if (changes.ContainsKey("comment"))
        {
            entry["comment"] = changes["comment"]?.DeepClone();
        }

        Entries.Put((string)entry["id"]!, entry);
        return entry;
    });

    public void Delete(string datasetId, string entryId) => store.Atomically(() => Entries.Remove((string)Get(datasetId, entryId)["id"]!));

    /// <summary>The entries that are nearest to a text, best first; those that share nothing with it come last.</summary>
    public IReadOnlyList<JsonObject> Nearest(string datasetId, string text, int count)
    {
        var entries = Entries.Where("dataset_id", Id(datasetId));
        var texts = entries.Select(e => string.Join('\n', s_texts.Select(f => (string?)e[f]))).ToList();
        return [.. SearchIndex.Best(texts, text, count).Select(h => entries[h.Chunk])];
    }

    // Letter case aside, as everywhere with ids.
    private string Id(string datasetId) =>
        Functions.CountWhere("dataset_id", datasetId.ToLowerInvariant()) > 0
            ? datasetId.ToLowerInvariant()
            : throw ApiException.NotFound("Dataset", datasetId);
}
