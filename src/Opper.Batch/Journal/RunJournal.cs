using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>The results with one fingerprint in a journal: finds recorded ones, and records new ones.</summary>
/// <typeparam name="TRow">The row, which is passed to the callback once its result has been recorded.</typeparam>
internal sealed class RunJournal<TRow> : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly SqliteConnection _writing;
    private readonly WorkLock _lock;
    private readonly SqliteConnection _reading;
    private readonly JournalStatement _find;
    private readonly JournalStatement _get;
    private readonly JournalSnapshot _snapshot;
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
        _reading = JournalFile.Open(path, isReader: true);
        try
        {
            const string Columns = "SELECT output, error_type, error_message, cost, input_tokens, output_tokens, attempts, duration_ms, id FROM entries";
            _find = new JournalStatement(_reading, Columns + " WHERE id = (SELECT entry FROM keys WHERE work = ? AND key = ?);");
            _find.Bind(1, work);
            _get = new JournalStatement(_reading, Columns + " WHERE id = ?;");
            _snapshot = new JournalSnapshot(_reading);
            // The last, because it starts to write.
            _writer = new JournalWriter<TRow>(writing, index, work, _known, time, recorded);
        }
        catch
        {
            _reading.Dispose();
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
        if (entry is null && _snapshot.Close())
        {
            // Its entry may have come into the index after the snapshot was made.
            entry = Look(key);
        }

        return entry;
    }

    /// <summary>Reads the next rows in the transaction of this one.</summary>
    public void KeepReading() => _snapshot.Keep();

    /// <summary>Is called before a row is waited for.</summary>
    public void StopReading() => _snapshot.Close();

    public void Record(TRow row, UInt128 key, JournalEntry entry) => _writer.Record(row, key, entry);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _find.Dispose();
        _get.Dispose();
        _snapshot.Dispose();
        await _reading.DisposeAsync().ConfigureAwait(false);
        try
        {
            _lock.Dispose();
        }
        finally
        {
            await _writing.DisposeAsync().ConfigureAwait(false);
        }
    }

    private JournalEntry? Look(UInt128 key)
    {
        if (_writer.Unindexed(key) is { } id)
        {
            // It may be later than the snapshot.
            _snapshot.Close();
            _get.Bind(1, id);
            return Read(_get);
        }

        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        JournalKey.Write(key, bytes);
        _find.Bind(2, bytes);
        return Read(_find);
    }

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

    private JournalEntry? Read(JournalStatement row)
    {
        try
        {
            return !row.Step() ? null : new JournalEntry(row.Bytes(0), row.Text(1) is { } error ? new BatchError(error, row.Text(2)!) : null)
            {
                Cost = row.Decimal(3),
                InputTokens = row.Int64(4),
                OutputTokens = row.Int64(5),
                Attempts = (int)row.Int64(6),
                IsOfThisRun = row.Int64(8) > _last,
                Duration = TimeSpan.FromTicks((long)Math.Round(row.Double(7) * TimeSpan.TicksPerMillisecond)),
            };
        }
        finally
        {
            row.Reset();
        }
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
