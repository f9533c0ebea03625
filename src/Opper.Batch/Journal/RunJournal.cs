using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>The results of one work in a journal: finds those that are recorded, and records new ones.</summary>
internal sealed class RunJournal : IAsyncDisposable
{
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteCommand _find;
    private readonly JournalWriter _writer;

    /// <param name="path">The file; it is made if it is not there.</param>
    /// <param name="fingerprint">What tells the work from others.</param>
    /// <param name="name">How the work is called.</param>
    /// <param name="time">The clock.</param>
    public RunJournal(string path, string fingerprint, string name, TimeProvider time)
    {
        _writing = JournalFile.Open(path, isReader: false);
        _reading = JournalFile.Open(path, isReader: true);
        var work = WorkOf(fingerprint, name, time);
        _writer = new JournalWriter(_writing, work, time);
        _find = _reading.CreateCommand();
        _find.CommandText = "SELECT output, error_type, error_message, cost, input_tokens, output_tokens, attempts, duration_ms FROM rows WHERE work = $work AND key = $key;";
        _find.Parameters.AddWithValue("$work", work);
        _find.Parameters.Add("$key", SqliteType.Blob);
        _find.Prepare();
    }

    /// <summary>The recorded result of a row, or <see langword="null"/>. One thread at a time.</summary>
    public JournalEntry? Find(UInt128 key)
    {
        _find.Parameters[1].Value = JournalKey.ToBytes(key);
        using var row = _find.ExecuteReader();
        return !row.Read() ? null : new JournalEntry(
            row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0),
            row.IsDBNull(1) ? null : new BatchError(row.GetString(1), row.GetString(2)))
        {
            Cost = (decimal)row.GetDouble(3),
            InputTokens = row.GetInt64(4),
            OutputTokens = row.GetInt64(5),
            Attempts = row.GetInt32(6),
            Duration = TimeSpan.FromMilliseconds(row.GetDouble(7)),
        };
    }

    public void Record(UInt128 key, JournalEntry entry, Action<Exception?> recorded) => _writer.Record(key, entry, recorded);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _find.DisposeAsync().ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
    }

    private long WorkOf(string fingerprint, string name, TimeProvider time)
    {
        using var command = _writing.CreateCommand();
        command.CommandText = "INSERT INTO works (fingerprint, name, created) VALUES ($fingerprint, $name, $created) ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name RETURNING id;";
        command.Parameters.AddWithValue("$fingerprint", fingerprint);
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$created", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        return (long)command.ExecuteScalar()!;
    }
}
