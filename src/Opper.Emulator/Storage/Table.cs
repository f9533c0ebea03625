namespace Opper.Emulator.Storage;

/// <summary>JSON records by ID (case-insensitive), in insertion order. Records are copied in and out.</summary>
internal sealed class Table(Store store, TableDefinition definition)
{
    private readonly string _name = definition.Name;

    public JsonObject? Get(string id) => store.SelectRecords($"SELECT json FROM {_name} WHERE id = $0", id) is [var record, ..] ? record : null;

    public JsonObject Require(string kind, string id) => Get(id) ?? throw ApiException.NotFound(kind, id);

    /// <summary>A record that belongs to an owner, by the member that refers to it.</summary>
    public JsonObject Require(string kind, string id, string member, string owner) =>
        Get(id) is { } record && (string?)record[member] == owner ? record : throw ApiException.NotFound(kind, id);

    /// <summary>Adds a record with a new ID, without nulls.</summary>
    public JsonObject Add(JsonObject record)
    {
        var id = Wire.NewId();
        record.Insert(0, "id", id);
        Put(id, record.WithoutNulls());
        return record;
    }

    /// <summary>Records whose <paramref name="column"/> equals <paramref name="value"/>.</summary>
    public IReadOnlyList<JsonObject> Where(string column, string value) =>
        store.SelectRecords($"SELECT json FROM {_name} WHERE {column} = $0 ORDER BY seq", value);

    /// <summary>The oldest of those records.</summary>
    public JsonObject? First(string column, string value) =>
        store.SelectRecords($"SELECT json FROM {_name} WHERE {column} = $0 ORDER BY seq LIMIT 1", value) is [var record, ..] ? record : null;

    public int CountWhere(string column, string value) => Count($" WHERE {column} = $0", value);

    /// <summary>A page of all records, and their total number.</summary>
    public (int Total, IReadOnlyList<JsonObject> Records) List(ListRange range) => List(range, string.Empty, null, "seq");

    /// <summary>A page of the records whose column has a value.</summary>
    public (int Total, IReadOnlyList<JsonObject> Records) List(ListRange range, string column, string value, bool descending = false) =>
        List(range, $" WHERE {column} = $0", value, descending ? "seq DESC" : "seq");

    /// <summary>A page of the records that match an SQL condition on <paramref name="value"/>, in an SQL order.</summary>
    public (int Total, IReadOnlyList<JsonObject> Records) List(ListRange range, string where, string? value, string order)
    {
        // The page is selected from the index alone, and records are read only for that page.
        var places = $"SELECT seq AS place FROM {_name}{where} ORDER BY {order} LIMIT $1 OFFSET $2";
        return (Count(where, value),
            store.SelectRecords($"SELECT json FROM {_name} JOIN ({places}) ON seq = place ORDER BY {order}", value, range.Limit, range.Offset));
    }

    public void Put(string id, JsonObject record) =>
        store.Execute($"INSERT INTO {_name}(id, json) VALUES($0, $1) ON CONFLICT(id) DO UPDATE SET json = excluded.json", id, Wire.Text(record));

    public bool Remove(string id) => store.Execute($"DELETE FROM {_name} WHERE id = $0", id) > 0;

    public int RemoveWhere(string column, string value) => store.Execute($"DELETE FROM {_name} WHERE {column} = $0", value);

    private int Count(string where, string? value) => store.Select($"SELECT count(*) FROM {_name}{where}", static row => row.GetInt32(0), value)[0];
}
