using System.Text.Json.Nodes;
using Opper.Emulator.Http;

namespace Opper.Emulator.Storage;

/// <summary>One table of <see cref="SqliteStore"/>: a sequence number, an id, JSON text, and the columns of its definition.</summary>
internal sealed class SqliteTable(IStore store, TableDefinition definition) : ITable
{
    private const string CountsSql = "CREATE TABLE IF NOT EXISTS counts(name TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(name, value)) WITHOUT ROWID";
    private readonly string _name = definition.Name;
    private readonly string _put = PutSql(definition);

    public JsonObject? Get(string id) => store.SelectRecords($"SELECT json FROM {_name} WHERE id = $0", id) is [var record, ..] ? record : null;

    public IReadOnlyList<JsonObject> Where(string column, string value) => store.SelectRecords($"SELECT json FROM {_name} WHERE {Known(column)} = $0 ORDER BY seq", value);

    public JsonObject? First(string column, string value) => store.SelectRecords($"SELECT json FROM {_name} WHERE {Known(column)} = $0 ORDER BY seq LIMIT 1", value) is [var record, ..] ? record : null;

    public int CountWhere(string column, string value) => definition.CountedBy == column
        ? Counted($"={value}")
        : Number($"SELECT COUNT(*) FROM {_name} WHERE {Known(column)} = $0", value);

    public (int Total, IReadOnlyList<JsonObject> Records) Page(TableQuery query)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        if (query.Column is { } column)
        {
            conditions.Add($"{Known(column)} = ${values.Count}");
            values.Add(query.Value);
        }

        if (query.PartColumn is { } part)
        {
            conditions.Add($"instr({Known(part)}, ${values.Count}) > 0");
            values.Add(query.Part);
        }

        var where = conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}";
        var total = (query.Column, query.PartColumn) switch
        {
            (null, null) when definition.IsCounted => Counted(string.Empty),
            ({ } field, null) when definition.CountedBy == field => Counted($"={query.Value}"),
            _ => Number($"SELECT COUNT(*) FROM {_name}{where}", [.. values]),
        };
        var direction = query.Descending ? "DESC" : "ASC";
        var order = query.OrderBy is { } by ? $"{Known(by)} {direction}, seq {direction}" : $"seq {direction}";
        var page = $"SELECT seq AS place FROM {_name}{where} ORDER BY {order} LIMIT ${values.Count} OFFSET ${values.Count + 1}";
        // The page's places are found in the index alone; records are read for these only.
        return (total, store.SelectRecords($"SELECT json FROM {_name} JOIN ({page}) ON seq = place ORDER BY {order}", [.. values, query.Limit, query.Offset]));
    }

    public void Put(string id, JsonObject record)
    {
        var values = new object?[2 + definition.Columns.Count];
        values[0] = id;
        values[1] = Wire.Text(record);
        for (var i = 0; i < definition.Columns.Count; i++)
        {
            values[2 + i] = definition.Columns[i].Value(record);
        }

        store.Execute(_put, values);
    }

    public bool Remove(string id) => store.Execute($"DELETE FROM {_name} WHERE id = $0", id) > 0;

    public int RemoveWhere(string column, string value) => store.Execute($"DELETE FROM {_name} WHERE {Known(column)} = $0", value);

    /// <summary>Makes all tables that are not there yet.</summary>
    public static void CreateAll(SqliteSession session)
    {
        session.Execute(CountsSql);
        session.Execute("CREATE TABLE IF NOT EXISTS files(id TEXT PRIMARY KEY, content BLOB NOT NULL)");
        foreach (var table in StateTables.All)
        {
            var columns = string.Concat(table.Columns.Select(c => $"{c.Name} {c.SqlType}").Concat(table.KeptColumns).Select(c => $", {c}"));
            session.Execute($"CREATE TABLE IF NOT EXISTS {table.Name}(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE COLLATE NOCASE, json TEXT NOT NULL{columns})");
            foreach (var index in table.Indexes)
            {
                session.Execute($"CREATE INDEX IF NOT EXISTS {table.Name}_by_{index.Replace(", ", "_", StringComparison.Ordinal)} ON {table.Name}({index})");
            }

            CreateCounting(session, table);
        }
    }

    private static void CreateCounting(SqliteSession session, TableDefinition table)
    {
        var keys = new List<Func<string, string>>();
        if (table.IsCounted)
        {
            keys.Add(_ => "''");
        }

        if (table.CountedBy is { } by)
        {
            keys.Add(row => $"'=' || coalesce({row}.{by}, '')");
        }

        if (keys.Count == 0)
        {
            return;
        }

        string Add(Func<string, string> key) => $"INSERT INTO counts VALUES('{table.Name}', {key("new")}, 1) ON CONFLICT DO UPDATE SET n = n + 1;";
        string Take(Func<string, string> key) => $"UPDATE counts SET n = n - 1 WHERE name = '{table.Name}' AND value = {key("old")}; DELETE FROM counts WHERE name = '{table.Name}' AND value = {key("old")} AND n = 0;";
        session.Execute($"CREATE TRIGGER IF NOT EXISTS {table.Name}_put AFTER INSERT ON {table.Name} BEGIN {string.Join(' ', keys.Select(Add))} END");
        session.Execute($"CREATE TRIGGER IF NOT EXISTS {table.Name}_removed AFTER DELETE ON {table.Name} BEGIN {string.Join(' ', keys.Select(Take))} END");
        if (table.CountedBy is { } column)
        {
            session.Execute($"CREATE TRIGGER IF NOT EXISTS {table.Name}_changed AFTER UPDATE OF {column} ON {table.Name} WHEN old.{column} IS NOT new.{column} BEGIN {Take(keys[^1])} {Add(keys[^1])} END");
        }
    }

    // An upsert fires an update of every column; what did not change is left out of the counting by its condition.
    private static string PutSql(TableDefinition table)
    {
        var names = string.Concat(table.Columns.Select(c => $", {c.Name}"));
        var values = string.Concat(table.Columns.Select((_, i) => $", ${i + 2}"));
        var updates = string.Concat(table.Columns.Select(c => $", {c.Name} = excluded.{c.Name}"));
        return $"INSERT INTO {table.Name}(id, json{names}) VALUES($0, $1{values}) ON CONFLICT(id) DO UPDATE SET json = excluded.json{updates}";
    }

    // Names become part of statements.
    private string Known(string column) => definition.Columns.Any(c => c.Name == column) ? column : throw new ArgumentException($"{_name} has no column {column}.", nameof(column));

    private int Counted(string value) => Number("SELECT n FROM counts WHERE name = $0 AND value = $1", _name, value);

    private int Number(string sql, params ReadOnlySpan<object?> parameters) => store.Select(sql, static row => row.GetInt32(0), parameters) is [var number, ..] ? number : 0;
}
