namespace Opper.Emulator.Models;

/// <summary>Records with a unique name: custom models, aliases.</summary>
internal sealed class NamedStore(Store store, TableDefinition table, string kind, string[] fields)
{
    private Table Records => store.Table(table);

    public (int Total, IReadOnlyList<JsonObject> Records) List(ListRange range) => Records.List(range);

    public JsonObject Get(string id) => Records.Require(kind, id);

    public JsonObject? Find(string name) => Records.First("name", name);

    public JsonObject GetByName(string name) => Find(name) ?? throw ApiException.NotFound(kind, name);

    public JsonObject Create(JsonObject values) => store.Atomically(() =>
    {
        RefuseTaken((string)values["name"]!);
        return Records.Add(values.Pick(fields));
    });

    /// <summary>Absent fields are not changed; null clears the clearable ones.</summary>
    public JsonObject Update(string id, JsonObject changes, params string[] clearable) => store.Atomically(() =>
    {
        var record = Get(id);
        if ((string?)changes["name"] is { } name && name != (string?)record["name"])
        {
            RefuseTaken(name);
        }

        record.Apply(changes, fields, [.. fields.Except(clearable)]);
        Records.Put((string)record["id"]!, record);
        return record;
    });

    public void Delete(string id) => store.Atomically(() =>
    {
        Get(id);
        return Records.Remove(id);
    });

    private void RefuseTaken(string name)
    {
        ApiException.ConflictIf(Find(name) is not null, $"{kind} {name} exists");
    }
}
