using System.Text.Json.Nodes;

namespace Opper.Emulator.Storage;

/// <summary>Files of versions before 2: the same records, in tables without columns, and without a mark of whose they are.</summary>
internal static class FormerState
{
    private static readonly string[] s_dropped = ["changed_traces", "traces"];

    /// <summary>Whether there is nothing in the file that an emulator would not have put there.</summary>
    public static bool IsAll(SqliteSession session) => Tables(session).All(name => name is "files" || s_dropped.Contains(name) || StateTables.All.Any(t => t.Name == name))
        && Tables(session).Where(name => name != "files").All(name => ColumnsOf(session, name) is ["seq", "id", "json"]);

    /// <summary>Takes the records over. What traces are found by is made anew from their spans.</summary>
    public static void Upgrade(SqliteSession session)
    {
        var store = new SessionStore(session);
        var former = Tables(session);
        foreach (var name in former.Where(name => name != "files"))
        {
            session.Execute($"ALTER TABLE {name} RENAME TO former_{name}");
        }

        foreach (var index in session.Select("SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%'", static row => row.GetString(0), []))
        {
            session.Execute($"DROP INDEX {index}");
        }

        SqliteTable.CreateAll(session);
        foreach (var table in StateTables.All.Where(t => former.Contains(t.Name) && !s_dropped.Contains(t.Name)))
        {
            Copy(session, store, table);
        }

        foreach (var name in former.Where(name => name != "files"))
        {
            session.Release();
            session.Execute($"DROP TABLE former_{name}");
        }
    }

    private static void Copy(SqliteSession session, SessionStore store, TableDefinition table)
    {
        var rows = session.Select($"SELECT id, json FROM former_{table.Name} ORDER BY seq", static row => (Id: row.GetString(0), Json: row.GetString(1)), []);
        foreach (var (id, json) in rows)
        {
            var record = JsonNode.Parse(json)!.AsObject();
            if (table == StateTables.Spans)
            {
                Traces.TraceIndex.Put(store, record);
            }
            else if (table != StateTables.Functions || !record.ContainsKey("deleted"))
            {
                store.Table(table).Put(id, record);
            }
        }
    }

    private static List<string> Tables(SqliteSession session) =>
        [.. session.Select("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", static row => row.GetString(0), [])];

    private static List<string> ColumnsOf(SqliteSession session, string table) =>
        [.. session.Select("SELECT name FROM pragma_table_info($0)", static row => row.GetString(0), [table])];

    /// <summary>Tables over one connection, within its transaction.</summary>
    private sealed class SessionStore(SqliteSession session) : IStore
    {
        public int Generation => 0;

        public ITable Table(TableDefinition definition) => new SqliteTable(this, definition);

        public T Atomically<T>(Func<T> work) => work();

        public IReadOnlyList<T> Select<T>(string sql, Func<Microsoft.Data.Sqlite.SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters) => session.Select(sql, read, parameters);

        public int Execute(string sql, params ReadOnlySpan<object?> parameters) => session.Execute(sql, parameters);

        public byte[]? GetFile(string id) => throw new NotSupportedException();

        public void PutFile(string id, byte[] content) => throw new NotSupportedException();

        public void RemoveFile(string id) => throw new NotSupportedException();

        public Task CommittedAsync() => Task.CompletedTask;
    }
}
