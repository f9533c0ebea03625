using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>
/// State in SQLite: a file, or memory. One connection writes, for one request at a time; requests read on connections of their own. What
/// requests have written about the same time is committed together, and each is answered when that is done: it is in the operating
/// system's hands then, so that a killed process loses nothing.
/// </summary>
internal sealed class Store : IDisposable
{
    private const int SqliteFull = 13;
    private readonly Lock _gate = new();
    private readonly SqliteSession _writer;
    private readonly FileStream? _lock;
    private readonly ReaderPool? _readers;
    private WriteBatch? _batch;
    private int _depth;
    private bool _hasWritten;
    private bool _isDisposed;

    /// <exception cref="IOException">The file cannot be used, is in use, or belongs to another program.</exception>
    public Store(string? path)
    {
        // Memory has one connection only.
        _readers = path is null ? null : new ReaderPool(path);
        _lock = StateFile.Lock(path);
        try
        {
            _writer = StateFile.Open(path);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>Grows whenever state was replaced or lost at once: what was derived from the old state no longer holds.</summary>
    public int Generation { get; private set; }

    public Table Table(TableDefinition definition) => new(this, definition);

    /// <summary>Runs work that reads and writes as one: no other change comes between, and all of it is kept or none.</summary>
    public void Atomically(Action work) => Atomically<object?>(() =>
    {
        work();
        return null;
    });

    /// <summary>The same for work with a result.</summary>
    public T Atomically<T>(Func<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            // Work within work belongs to the outermost.
            if (_depth > 0)
            {
                return work();
            }

            _depth++;
            _hasWritten = false;
            try
            {
                var result = work();
                EndWork();
                return result;
            }
            catch (SqliteException error)
            {
                UndoWork(error);
                throw Explained(error);
            }
            catch (Exception error)
            {
                UndoWork(error);
                throw;
            }
            finally
            {
                _depth--;
            }
        }
    }

    /// <summary>Rows of a statement; parameters are $0, $1 and so on.</summary>
    public IReadOnlyList<T> Select<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        try
        {
            if (_readers is not null && !_gate.IsHeldByCurrentThread && StoreScope.Current is not { HasUncommitted: true })
            {
                return _readers.Select(sql, read, parameters);
            }

            // Uncommitted changes are seen on the connection that makes them.
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _writer.Select(sql, read, parameters);
            }
        }
        catch (SqliteException error)
        {
            throw Explained(error);
        }
    }

    /// <summary>Records as JSON text in the first column; parsed when the connection has been given back.</summary>
    public IReadOnlyList<JsonObject> SelectRecords(string sql, params ReadOnlySpan<object?> parameters) =>
        [.. Select(sql, static row => row.GetString(0), parameters).Select(static text => JsonNode.Parse(text)!.AsObject())];

    /// <summary>Runs a statement that changes something, and says how many rows it has changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (!_gate.IsHeldByCurrentThread || _depth == 0)
        {
            object?[] held = [.. parameters];
            return Atomically(() => Execute(sql, held));
        }

        BeginWriting();
        return _writer.Execute(sql, parameters);
    }

    public byte[]? GetFile(string id) => Select("SELECT content FROM files WHERE id = $0", static row => row.GetFieldValue<byte[]>(0), id) is [var content, ..] ? content : null;

    public void PutFile(string id, byte[] content) =>
        Execute("INSERT INTO files(id, content) VALUES($0, $1) ON CONFLICT(id) DO UPDATE SET content = excluded.content", id, content);

    public void RemoveFile(string id) => Execute("DELETE FROM files WHERE id = $0", id);

    /// <summary>Done when all that was written for the request at hand will outlive the process.</summary>
    public Task CommittedAsync()
    {
        if (StoreScope.Current?.Batch is not { } batch)
        {
            return Task.CompletedTask;
        }

        // Not at once: what other requests are about to write comes into the same transaction.
        if (batch.Ask())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Store.Commit(state.Batch), (Store: this, Batch: batch), preferLocal: false);
        }

        return batch.Committed;
    }

    public void Clear() => Atomically(() =>
    {
        foreach (var table in StateTables.All.Select(table => table.Name).Append("files"))
        {
            Execute($"DELETE FROM {table}");
        }

        return Generation++;
    });

    /// <summary>A copy of all state, in memory.</summary>
    public SqliteConnection Copy()
    {
        lock (_gate)
        {
            CommitOpen();
            var copy = SqliteSession.Open(null);
            _writer.Connection.BackupDatabase(copy.Connection);
            return copy.Connection;
        }
    }

    /// <summary>Puts a copy in the place of all state.</summary>
    public void Restore(SqliteConnection copy)
    {
        lock (_gate)
        {
            CommitOpen();
            _writer.Release();
            copy.BackupDatabase(_writer.Connection);
            StateFile.Prepare(_writer);
            Generation++;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            CommitOpen();
            _isDisposed = true;
            _readers?.Dispose();
            _writer.Dispose();
            _lock?.Dispose();
        }
    }

    private static StorageException Explained(SqliteException error) => new(error.SqliteErrorCode == SqliteFull
        ? "The disk that the data file is on is full"
        : $"The data file cannot be used: {error.Message}", error);

    // A transaction is opened by the first write, so that reading alone costs none.
    private void BeginWriting()
    {
        if (_hasWritten)
        {
            return;
        }

        if (_batch is null)
        {
            _writer.Execute("BEGIN IMMEDIATE");
            _batch = new WriteBatch();
        }

        _writer.Execute("SAVEPOINT work");
        _hasWritten = true;
    }

    private void EndWork()
    {
        if (!_hasWritten)
        {
            return;
        }

        _writer.Execute("RELEASE work");
        if (StoreScope.Current is { } scope)
        {
            scope.Batch = _batch;
        }
        else
        {
            // Nobody will ask for it later.
            var batch = _batch!;
            Commit(batch);
            batch.Committed.GetAwaiter().GetResult();
        }
    }

    private void UndoWork(Exception error)
    {
        if (_batch is null)
        {
            return;
        }

        if (!_writer.IsInTransaction)
        {
            // SQLite gave up the whole transaction, and what other requests had in it.
            Lose(error);
        }
        else if (_hasWritten)
        {
            _writer.Execute("ROLLBACK TO work");
            _writer.Execute("RELEASE work");
            Generation++;
        }
    }

    private void Commit(WriteBatch batch)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_batch, batch))
            {
                return;
            }

            try
            {
                _writer.Execute("COMMIT");
                _batch = null;
                batch.Succeed();
            }
            catch (SqliteException error)
            {
                if (_writer.IsInTransaction)
                {
                    _writer.Execute("ROLLBACK");
                }

                Lose(error);
            }
        }
    }

    private void CommitOpen()
    {
        if (_batch is not null)
        {
            Commit(_batch);
        }
    }

    private void Lose(Exception error)
    {
        _batch!.Fail(error is SqliteException sqlite ? Explained(sqlite) : error);
        _batch = null;
        Generation++;
    }
}
