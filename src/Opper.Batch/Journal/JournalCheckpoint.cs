using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>
/// Moves what has been committed from the write-ahead log to the file while the writer continues. Most of a checkpoint is waiting for the disk, and all rows
/// would wait with the writer. The writer still makes the last part of a checkpoint, after which the log starts again.
/// </summary>
internal sealed class JournalCheckpoint : IAsyncDisposable
{
    /// <summary>The bytes between checkpoints, a fraction of those after which the writer makes one.</summary>
    private const long Interval = 8 << 20;

    private readonly SqliteConnection _connection;
    private readonly JournalStatement _checkpoint;
    private Task _running = Task.CompletedTask;
    private long _bytes;

    public JournalCheckpoint(string path)
    {
        _connection = JournalFile.Open(path, isReader: false);
        _checkpoint = new JournalStatement(_connection, "PRAGMA wal_checkpoint(PASSIVE);");
    }

    /// <summary>Starts a checkpoint if enough has been committed since the last one.</summary>
    /// <param name="bytes">What has been committed since the last call.</param>
    public void Committed(long bytes)
    {
        // While one is running, the writer cannot make its own, so the next one is not started at once.
        _bytes += _running.IsCompleted ? bytes : 0;
        if (_bytes >= Interval)
        {
            _bytes = 0;
            // Not on a thread of the pool, which has few of them and would not notice that one is waiting for the disk.
            _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(false);
        _checkpoint.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            _checkpoint.Run();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // Nothing is lost, because all of it is still in the log. If the disk is full, the next commit fails.
        }
    }
}
