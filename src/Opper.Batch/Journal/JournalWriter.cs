using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Opper.Batch.Journal;

/// <summary>Records results. One thread writes; each commit has all results since the last one.</summary>
/// <typeparam name="TRow">The row, which is passed to the callback once its result has been recorded.</typeparam>
internal sealed class JournalWriter<TRow> : IAsyncDisposable
{
    private const int MostInCommit = 4096;

    /// <summary>About what a commit writes in addition to its results: the pages that refer to them, and the first one again.</summary>
    private const long PagesOfCommit = 3 * 4096;

    /// <summary>About what an entry takes in addition to its output.</summary>
    private const long SizeOfEntry = 128;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Dictionary<UInt128, long> _unindexed = [];
    private readonly JournalIndex _index;
    private readonly KnownKeys _known;
    private readonly JournalStatement _begin;
    private readonly JournalStatement _commit;
    private readonly JournalStatement _rollback;
    private readonly JournalStatement _insert;
    private readonly JournalCheckpoint _checkpoint;
    private readonly Action<TRow, Exception?> _recorded;
    private readonly Channel<Result> _queue = Channel.CreateUnbounded<Result>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    public JournalWriter(SqliteConnection connection, JournalIndex index, long work, KnownKeys known, TimeProvider time, Action<TRow, Exception?> recorded)
    {
        (_connection, _index, _known, _time, _recorded) = (connection, index, known, time, recorded);
        _begin = new JournalStatement(connection, "BEGIN IMMEDIATE;");
        _commit = new JournalStatement(connection, "COMMIT;");
        _rollback = new JournalStatement(connection, "ROLLBACK;");
        _insert = new JournalStatement(connection, """
            INSERT INTO entries (work, key, output, error_type, error_message, input, cost, input_tokens, output_tokens, attempts, duration_ms, recorded_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
            """);
        _insert.Bind(1, work);
        _checkpoint = new JournalCheckpoint(connection);
        _writing = Task.Run(WriteAsync);
    }

    public void Record(TRow row, UInt128 key, JournalEntry entry) => _queue.Writer.TryWrite(new Result(row, key, entry));

    /// <summary>The entry of a row that was recorded recently and is not in the index yet.</summary>
    public long? Unindexed(UInt128 key)
    {
        lock (_unindexed)
        {
            return _unindexed.TryGetValue(key, out var entry) ? entry : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        await _checkpoint.DisposeAsync().ConfigureAwait(false);
        foreach (var statement in new[] { _begin, _commit, _rollback, _insert })
        {
            statement.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        var group = new List<Result>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (group.Count < MostInCommit && Take(group))
            {
                // A commit costs as much as many rows. Rows whose ends are queued already go into the same one; if there are none, this returns at once.
                await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness,
                    TaskScheduler.Default).ConfigureAwait(false);
            }

            var failure = Write(group);
            foreach (var result in group)
            {
                _recorded(result.Row, failure);
            }

            // Rows that have ended make room for others, so this is done while those are called.
            _checkpoint.Committed(PagesOfCommit + group.Sum(static result => SizeOfEntry + (result.Entry.Output?.Length ?? 0)));
            group.Clear();
        }
    }

    /// <returns>Whether there were any.</returns>
    private bool Take(List<Result> group)
    {
        var before = group.Count;
        while (_queue.Reader.TryRead(out var result))
        {
            group.Add(result);
        }

        return group.Count > before;
    }

    private Exception? Write(List<Result> group)
    {
        try
        {
            if (_unindexed.Count >= JournalIndex.MostAtOnce)
            {
                _index.Update();
                lock (_unindexed)
                {
                    _unindexed.Clear();
                }
            }

            MovedFile.Check(_connection);
            _begin.Run();
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var (_, key, entry) in group)
            {
                Insert(key, entry, now);
            }

            var last = raw.sqlite3_last_insert_rowid(_connection.Handle);
            _commit.Run();
            Remember(group, last);
            return null;
        }
        catch (Exception exception)
        {
            Undo();
            return exception;
        }
    }

    // There may be no transaction: if the disk is full, for example, SQLite may have rolled back already.
    private void Undo()
    {
        try
        {
            _rollback.Run();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
        }
    }

    // Only after the commit: if it fails, others get the IDs. Those of a transaction are consecutive.
    private void Remember(List<Result> group, long last)
    {
        var id = last - group.Count;
        lock (_unindexed)
        {
            if (_unindexed.Count > JournalIndex.MostAtOnce / 16)
            {
                // In one step, because doubling would end at a capacity that is never used.
                _unindexed.EnsureCapacity(JournalIndex.MostAtOnce + MostInCommit);
            }

            foreach (var (_, key, _) in group)
            {
                _known.Add(key);
                _unindexed[key] = ++id;
            }
        }
    }

    private void Insert(UInt128 key, JournalEntry entry, long now)
    {
        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        JournalKey.Write(key, bytes);
        _insert.Bind(2, bytes);
        _insert.Bind(3, entry.Output);
        _insert.Bind(4, entry.Error?.Type);
        _insert.Bind(5, entry.Error?.Message);
        _insert.Bind(6, entry.Input);
        _insert.Bind(7, entry.Cost);
        _insert.Bind(8, entry.InputTokens);
        _insert.Bind(9, entry.OutputTokens);
        _insert.Bind(10, entry.Attempts);
        _insert.Bind(11, entry.Duration.TotalMilliseconds);
        _insert.Bind(12, now);
        _insert.Run();
    }

    private readonly record struct Result(TRow Row, UInt128 Key, JournalEntry Entry);
}
