using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>
/// State in SQLite: a file, or memory. One connection, used by one request at a time. What a request has written is in the
/// operating system's hands before it is answered, so that a killed process loses nothing.
/// </summary>
internal sealed class SqliteStore : IStore, IDisposable
{
    private const int SqliteBusy = 5;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SqliteTable> _tables = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private int _depth;

    public SqliteStore(string? path)
    {
        try
        {
            _connection = Open(path);
            // Exclusive: what is kept in memory beside it, such as search indexes, would not know of another process's changes.
            Execute(_connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; BEGIN EXCLUSIVE; COMMIT");
            CreateFiles();
        }
        catch (SqliteException error)
        {
            _connection?.Dispose();
            throw new IOException(error.SqliteErrorCode == SqliteBusy
                ? $"The data file {path} is in use, probably by another emulator."
                : $"The data file {path} cannot be used: {error.Message}", error);
        }
    }

    public int Generation { get; private set; }

    public ITable Table(string name, params ReadOnlySpan<string> indexes)
    {
        lock (_gate)
        {
            if (!_tables.TryGetValue(name, out var table))
            {
                _tables[name] = table = new SqliteTable(_connection, _gate, name, [.. indexes]);
            }

            return table;
        }
    }

    public T Atomically<T>(Func<T> work)
    {
        lock (_gate)
        {
            // Work within work belongs to the outermost.
            if (_depth > 0)
            {
                return work();
            }

            _depth++;
            Execute(_connection, "BEGIN IMMEDIATE");
            try
            {
                var result = work();
                Execute(_connection, "COMMIT");
                return result;
            }
            catch
            {
                Execute(_connection, "ROLLBACK");
                throw;
            }
            finally
            {
                _depth--;
            }
        }
    }

    public byte[]? GetFile(string id)
    {
        lock (_gate)
        {
            using var command = Command("SELECT content FROM files WHERE id = $id", id);
            return command.ExecuteScalar() as byte[];
        }
    }

    public void PutFile(string id, byte[] content)
    {
        lock (_gate)
        {
            using var command = Command("INSERT INTO files(id, content) VALUES($id, $content) ON CONFLICT(id) DO UPDATE SET content = excluded.content", id);
            command.Parameters.AddWithValue("$content", content);
            command.ExecuteNonQuery();
        }
    }

    public void RemoveFile(string id)
    {
        lock (_gate)
        {
            using var command = Command("DELETE FROM files WHERE id = $id", id);
            command.ExecuteNonQuery();
        }
    }

    public void Clear()
    {
        Atomically(() =>
        {
            foreach (var table in _tables.Values)
            {
                table.Clear();
            }

            Execute(_connection, "DELETE FROM files");
            return Generation++;
        });
    }

    /// <summary>A copy of all state, in memory.</summary>
    public SqliteConnection Copy()
    {
        lock (_gate)
        {
            var copy = Open(null);
            _connection.BackupDatabase(copy);
            return copy;
        }
    }

    /// <summary>Puts a copy in the place of all state.</summary>
    public void Restore(SqliteConnection copy)
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
            {
                table.Release();
            }

            copy.BackupDatabase(_connection);
            CreateFiles();
            foreach (var table in _tables.Values)
            {
                table.Create();
            }

            Generation++;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
            {
                table.Release();
            }

            _connection.Dispose();
        }
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string? path)
    {
        // Pooling would keep the file open after the emulator has stopped.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? ":memory:", Pooling = false, DefaultTimeout = 2 }.ToString());
        connection.Open();
        return connection;
    }

    private void CreateFiles() => Execute(_connection, "CREATE TABLE IF NOT EXISTS files(id TEXT PRIMARY KEY, content BLOB NOT NULL)");

    private SqliteCommand Command(string sql, string id)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        return command;
    }
}
