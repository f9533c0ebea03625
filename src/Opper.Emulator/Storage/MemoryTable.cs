using System.Text.Json.Nodes;

namespace Opper.Emulator.Storage;

internal sealed class MemoryTable : ITable
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, JsonObject> _records = new(StringComparer.OrdinalIgnoreCase);

    public JsonObject? Get(string id)
    {
        lock (_gate)
        {
            return _records.TryGetValue(id, out var record) ? Copy(record) : null;
        }
    }

    public IReadOnlyList<JsonObject> All()
    {
        lock (_gate)
        {
            return [.. _records.Values.Select(Copy)];
        }
    }

    public IReadOnlyList<JsonObject> Where(string field, string value)
    {
        lock (_gate)
        {
            return [.. _records.Values.Where(r => string.Equals((string?)r[field], value, StringComparison.Ordinal)).Select(Copy)];
        }
    }

    public void Put(string id, JsonObject record)
    {
        lock (_gate)
        {
            _records[id] = Copy(record);
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _records.Remove(id);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _records.Clear();
        }
    }

    private static JsonObject Copy(JsonObject record) => (JsonObject)record.DeepClone();
}
