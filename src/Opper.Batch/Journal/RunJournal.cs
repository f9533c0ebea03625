using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>The results with one fingerprint in a journal: finds recorded ones, and records new ones.</summary>
/// <typeparam name="TRow">The row, which is passed to the callback once its result has been recorded.</typeparam>
internal sealed class RunJournal<TRow> : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly SqliteConnection _writing;
    private readonly WorkLock _lock;
    private readonly JournalReader _reader;
    private readonly JournalWriter<TRow> _writer;
    private readonly KnownKeys _known = new();

    /// <summary>The last entry of earlier runs.</summary>
    private readonly long _last;

    private RunJournal(string path, SqliteConnection writing, WorkLock held, long work, TimeProvider time, Action<TRow, Exception?> recorded)
    {
        (_writing, _lock) = (writing, held);
        var index = new JournalIndex(writing);
        index.Update();
        _last = LoadKeys(writing, work);
        _reader = new JournalReader(path, work);
        try
        {
            // The last, because it starts to write.
            _writer = new JournalWriter<TRow>(writing, index, work, _known, time, recorded);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <param name="path">The file, which is created if it does not exist.</param>
    /// <param name="fingerprint">Identifies the work on the inputs.</param>
    /// <param name="name">The name of the work.</param>
    /// <param name="timeout">How long to wait for the end of another run of the work.</param>
    /// <param name="time">The clock.</param>
    /// <param name="recorded">Called when a result has been committed, or with the error if it could not be.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <exception cref="BatchJournalInUseException">There is another run of the work.</exception>
    public static async Task<RunJournal<TRow>> OpenAsync(string path, string fingerprint, string name, TimeSpan timeout, TimeProvider time,
        Action<TRow, Exception?> recorded, CancellationToken cancellationToken)
    {
        var writing = JournalFile.Open(path, isReader: false);
        try
        {
            var work = WorkOf(writing, fingerprint, name, time);
            for (var started = time.GetTimestamp(); ; await Task.Delay(Again, time, cancellationToken).ConfigureAwait(false))
            {
                if (WorkLock.TryTake(writing, work) is { } held)
                {
                    return Open(path, writing, held, work, time, recorded);
                }

                if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) >= timeout)
                {
                    throw new BatchJournalInUseException(path, name);
                }
            }
        }
        catch (SqliteException exception)
        {
            await writing.DisposeAsync().ConfigureAwait(false);
            throw JournalFile.Failure(exception, path);
        }
        catch
        {
            await writing.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static RunJournal<TRow> Open(string path, SqliteConnection writing, WorkLock held, long work, TimeProvider time,
        Action<TRow, Exception?> recorded)
    {
        try
        {
            return new RunJournal<TRow>(path, writing, held, work, time, recorded);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The recorded result of a row, or <see langword="null"/>. Not thread-safe.</summary>
    public JournalEntry? Find(UInt128 key)
    {
        if (!_known.MayContain(key))
        {
            return null;
        }

        var entry = Look(key);
        if (entry is null && _reader.Snapshot.Close())
        {
            // Its entry may have come into the index after the snapshot was made.
            entry = Look(key);
        }

        return entry;
    }

    /// <summary>Reads the next rows in the transaction of this one.</summary>
    public void KeepReading() => _reader.Snapshot.Keep();

    /// <summary>Is called before a row is waited for.</summary>
    public void StopReading() => _reader.Snapshot.Close();

    /// <summary>Whether this run has recorded an entry: no other run of the work is in progress.</summary>
    public bool IsOfThisRun(JournalEntry entry) => entry.Id > _last;

    public void Record(TRow row, UInt128 key, JournalEntry entry) => _writer.Record(row, key, entry);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
        try
        {
            _lock.Dispose();
        }
        finally
        {
            await _writing.DisposeAsync().ConfigureAwait(false);
        }
    }

    private JournalEntry? Look(UInt128 key) => _writer.Unindexed(key) is { } id ? _reader.Get(id) : _reader.Find(key);

    private long LoadKeys(SqliteConnection connection, long work)
    {
        using var keys = new JournalStatement(connection, "SELECT key FROM keys WHERE work = ?;");
        for (keys.Bind(1, work); keys.Step();)
        {
            _known.Add(JournalKey.Read(keys.Span(0)));
        }

        using var last = new JournalStatement(connection, "SELECT up_to FROM indexed;");
        return last.Step() ? last.Int64(0) : 0;
    }

    private static long WorkOf(SqliteConnection writing, string fingerprint, string name, TimeProvider time)
    {
        using var command = writing.CreateCommand();
        command.CommandText = "INSERT INTO works (fingerprint, name, created_ms) VALUES ($fingerprint, $name, $created) ON CONFLICT (fingerprint) DO UPDATE "
            + "SET name = excluded.name RETURNING id;";
        command.Parameters.AddWithValue("$fingerprint", fingerprint);
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$created", time.GetUtcNow().ToUnixTimeMilliseconds());
        return (long)command.ExecuteScalar()!;
    }
}
