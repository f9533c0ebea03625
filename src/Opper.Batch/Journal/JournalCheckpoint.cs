using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>
/// Moves what has been committed from the write-ahead log to the file while the writer continues. Most of a checkpoint is waiting for the disk, and all rows
/// would wait with the writer. The writer moves the rest, which is little, after which the log starts again.
/// </summary>
internal sealed class JournalCheckpoint : IAsyncDisposable
{
    private const long Interval = 32 << 20;

    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _connection;
    private Task _moving = Task.CompletedTask;
    private bool _isStarted;
    private long _bytes;

    public JournalCheckpoint(SqliteConnection writing)
    {
        _writing = writing;
        _connection = JournalFile.Open(writing.DataSource, isReader: false);
    }

    /// <summary>Moves what can be moved now. A failure is no error.</summary>
    public static void Run(SqliteConnection connection)
    {
        try
        {
            using var checkpoint = new JournalStatement(connection, "PRAGMA wal_checkpoint(PASSIVE);");
            checkpoint.Run();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // Nothing is lost, because all of it is still in the log. If the disk is full, the next commit fails.
        }
    }

    /// <summary>Is called by the writer after a commit.</summary>
    /// <param name="bytes">The approximate size of the commit.</param>
    public void Committed(long bytes)
    {
        _bytes += bytes;
        if (_isStarted && _moving.IsCompleted)
        {
            _isStarted = false;
            Run(_writing);
        }
        else if (!_isStarted && _bytes >= Interval)
        {
            (_isStarted, _bytes) = (true, 0);
            // Not on a thread of the pool, which has few of them and would not notice that one is waiting for the disk.
            _moving = Task.Factory.StartNew(() => Run(_connection), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _moving.ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
