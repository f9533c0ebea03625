using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>
/// The state of the emulator in SQLite, in a file or in memory. One connection serves one request at a time. Changes are committed before a response is
/// sent, so that nothing is lost if the process is killed.
/// </summary>
internal sealed class Store : IDisposable
{
    private const int SqliteFull = 13;

    private readonly Lock _gate = new();
    private readonly SqliteSession _session;
    private readonly FileStream? _lock;
    private int _depth;
    private bool _isDisposed;

    /// <exception cref="IOException">The file cannot be used, is in use, or belongs to another program.</exception>
    public Store(string? path)
    {
        _lock = StateFile.Lock(path);
        try
        {
            _session = StateFile.Open(path);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>Incremented whenever the whole state was replaced or lost, which invalidates data derived from it.</summary>
    public int Generation { get; private set; }

    public Table Table(TableDefinition definition) => new(this, definition);

    /// <summary>Runs work in a transaction.</summary>
    public void Atomically(Action work) => Atomically<object?>(() =>
    {
        work();
        return null;
    });

    /// <summary>Runs work with a result in a transaction.</summary>
    public T Atomically<T>(Func<T> work) => Locked(() =>
    {
        // Nested work is part of the outermost transaction.
        if (_depth > 0)
        {
            return work();
        }

        _depth++;
        var changes = _session.Changes;
        try
        {
            _session.Execute("BEGIN");
            var result = work();
            _session.Execute("COMMIT");
            return result;
        }
        catch
        {
            Generation += _session.Changes == changes ? 0 : 1;
            // SQLite rolls back by itself on some errors, such as a full disk.
            if (_session.IsInTransaction)
            {
                _session.Execute("ROLLBACK");
            }

            throw;
        }
        finally
        {
            _depth--;
        }
    });

    /// <summary>The rows of a statement; parameters are $0, $1 and so on.</summary>
    public IReadOnlyList<T> Select<T>(string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<object?> parameters) =>
        Locked(() => _session.Select(sql, read, parameters));

    /// <summary>Records as JSON text in the first column, which is parsed after the lock has been released.</summary>
    public IReadOnlyList<JsonObject> SelectRecords(string sql, params IReadOnlyList<object?> parameters) =>
        [.. Select(sql, static row => row.GetString(0), parameters).Select(static text => JsonNode.Parse(text)!.AsObject())];

    /// <summary>Executes a statement and returns the number of rows that it changed.</summary>
    public int Execute(string sql, params IReadOnlyList<object?> parameters) => Locked(() => _session.Execute(sql, parameters));

    public byte[]? GetFile(string id) =>
        Select("SELECT content FROM files WHERE id = $0", static row => row.GetFieldValue<byte[]>(0), id) is [var content, ..] ? content : null;

    public void PutFile(string id, byte[] content) =>
        Execute("INSERT INTO files(id, content) VALUES($0, $1) ON CONFLICT(id) DO UPDATE SET content = excluded.content", id, content);

    public void RemoveFile(string id) => Execute("DELETE FROM files WHERE id = $0", id);

    public void Clear() => Atomically(() =>
    {
        foreach (var table in StateTables.All.Select(table => table.Name).Append("files"))
        {
            Execute($"DELETE FROM {table}");
        }

        Generation++;
    });

    /// <summary>A copy of all state, in memory.</summary>
    public SqliteConnection Copy() => Locked(() =>
    {
        var copy = SqliteSession.Open(null);
        _session.Connection.BackupDatabase(copy.Connection);
        return copy.Connection;
    });

    /// <summary>Replaces all state by a copy.</summary>
    public void Restore(SqliteConnection copy) => Locked(() =>
    {
        _session.Release();
        copy.BackupDatabase(_session.Connection);
        return Generation++;
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _session.Dispose();
            _lock?.Dispose();
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return work();
            }
            catch (SqliteException error)
            {
                throw new StorageException(error.SqliteErrorCode == SqliteFull ? "The disk that the data file is on is full"
                    : $"The data file cannot be used: {error.Message}", error);
            }
        }
    }
}
