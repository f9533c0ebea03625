using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Records results. One thread writes, all that has come since its last commit in the next one.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int MostInCommit = 4096;

    private readonly SqliteConnection _connection;
    private readonly long _work;
    private readonly TimeProvider _time;
    private readonly SqliteCommand _insert;
    private readonly Channel<(UInt128 Key, JournalEntry Entry, Action<Exception?> Recorded)> _queue = Channel.CreateUnbounded<(UInt128, JournalEntry, Action<Exception?>)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    public JournalWriter(SqliteConnection connection, long work, TimeProvider time)
    {
        (_connection, _work, _time) = (connection, work, time);
        _insert = connection.CreateCommand();
        _insert.CommandText = """
            INSERT INTO rows VALUES ($work, $key, $output, $error_type, $error_message, $input, $cost, $input_tokens, $output_tokens, $attempts, $duration_ms, $recorded)
            ON CONFLICT (work, key) DO UPDATE SET output = excluded.output, error_type = excluded.error_type, error_message = excluded.error_message, input = excluded.input,
                cost = rows.cost + excluded.cost, input_tokens = rows.input_tokens + excluded.input_tokens, output_tokens = rows.output_tokens + excluded.output_tokens,
                attempts = rows.attempts + excluded.attempts, duration_ms = excluded.duration_ms, recorded = excluded.recorded;
            """;
        foreach (var name in new[] { "$work", "$key", "$output", "$error_type", "$error_message", "$input", "$cost", "$input_tokens", "$output_tokens", "$attempts", "$duration_ms", "$recorded" })
        {
            _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        _insert.Prepare();
        _writing = Task.Factory.StartNew(WriteAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <param name="key">The row.</param>
    /// <param name="entry">Its result.</param>
    /// <param name="recorded">Is called when the result is on the disk, or with the reason why it is not.</param>
    public void Record(UInt128 key, JournalEntry entry, Action<Exception?> recorded) => _queue.Writer.TryWrite((key, entry, recorded));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        await _insert.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<Action<Exception?>>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Exception? failure = null;
            try
            {
                using var transaction = _connection.BeginTransaction(deferred: false);
                _insert.Transaction = transaction;
                while (group.Count < MostInCommit && _queue.Reader.TryRead(out var write))
                {
                    group.Add(write.Recorded);
                    Bind(write.Key, write.Entry);
                    _insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }
            catch (SqliteException exception)
            {
                failure = exception;
                // Nothing of the group is recorded; what could not begin a transaction is taken off too.
                while (_queue.Reader.TryRead(out var write))
                {
                    group.Add(write.Recorded);
                }
            }

            group.ForEach(recorded => recorded(failure));
            group.Clear();
        }
    }

    private void Bind(UInt128 key, JournalEntry entry)
    {
        object?[] values =
        [
            _work, JournalKey.ToBytes(key), entry.Output, entry.Error?.Type, entry.Error?.Message, entry.Input, (double)entry.Cost, entry.InputTokens, entry.OutputTokens,
            entry.Attempts, entry.Duration.TotalMilliseconds, _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
