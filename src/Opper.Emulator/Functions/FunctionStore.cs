namespace Opper.Emulator.Functions;

/// <summary>Functions and their revisions.</summary>
internal sealed class FunctionStore(Store store, TimeProvider time)
{
    public const string DefaultInstructions = "You are a helpful assistant";

    private static readonly string[] Content = ["name", "instructions", "description", "input_schema", "output_schema", "model", "configuration"];

    private Table Functions => store.Table(StateTables.Functions);

    private Table Revisions => store.Table(StateTables.Revisions);

    /// <summary>A page of the functions whose names contain a text, case-insensitively, ordered by name or by age.</summary>
    public (int Total, IReadOnlyList<JsonObject> Functions) List(ListRange range, string? part, bool byAge, bool descending)
    {
        var direction = descending ? "DESC" : "ASC";
        var where = string.IsNullOrEmpty(part) ? string.Empty : " WHERE instr(folded_name, $0) > 0";
        return Functions.List(range, where, part?.ToUpperInvariant(), $"{(byAge ? "created_at" : "name")} {direction}, seq {direction}");
    }

    public JsonObject Get(string id) => Functions.Require("Function", id);

    public JsonObject? Find(string name) => Functions.First("name", name);

    public JsonObject Create(JsonObject values) => store.Atomically(() =>
    {
        var name = (string)values["name"]!;
        ApiException.ConflictIf(Find(name) is not null, $"Function {name} exists");

        return Insert(values);
    });

    // The function usually exists, in which case the write lock is not needed.
    public JsonObject FindOrCreate(string name, Func<JsonObject> values) => Find(name) ?? store.Atomically(() => Find(name) ?? Insert(values()));

    /// <summary>Absent fields are not changed and null clears a field; each change is a new revision.</summary>
    public JsonObject Update(string id, JsonObject changes) => store.Atomically(() =>
    {
        var function = Get(id);
        if ((string?)changes["name"] is { } name && name != (string?)function["name"] && Find(name) is not null)
        {
            throw ApiException.Conflict($"Function {name} exists");
        }

        function.Apply(changes, Content, "name");
        return Save(function);
    });

    public void Delete(string id) => store.Atomically(() =>
    {
        var function = Get(id);
        Functions.Remove(id);
        Revisions.RemoveWhere("function_id", (string)function["id"]!);
        store.Table(StateTables.DatasetEntries).RemoveWhere("dataset_id", (string)function["dataset_id"]!);
    });

    /// <summary>A page of a function's revisions, the latest first.</summary>
    public (int Total, IReadOnlyList<JsonObject> Revisions) RevisionsOf(string id, ListRange range) =>
        Revisions.List(range, "function_id", (string)Get(id)["id"]!, descending: true);

    public JsonObject GetRevision(string id, string revisionId) =>
        (JsonObject)Revisions.Require("Function revision", revisionId, "function_id", (string)Get(id)["id"]!)["function"]!.DeepClone();

    private JsonObject Insert(JsonObject values)
    {
        var function = values.Pick(Content);
        function["id"] = Wire.NewId();
        function["dataset_id"] = Wire.NewId();
        function["observer_enabled"] = true;
        function["created_at"] = Wire.Time(time.GetUtcNow());
        return Save(function);
    }

    private JsonObject Save(JsonObject function)
    {
        var revisionId = Wire.NewId();
        function["revision_id"] = revisionId;
        Functions.Put((string)function["id"]!, function);
        Revisions.Put(revisionId, new JsonObject
        {
            ["id"] = revisionId,
            ["function_id"] = (string)function["id"]!,
            ["created_at"] = Wire.Time(time.GetUtcNow()),
            ["function"] = function.DeepClone(),
        });
        return function;
    }
}
