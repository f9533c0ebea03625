using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>The results of one work in a journal: finds those that are recorded, and records new ones.</summary>
internal sealed class RunJournal : IAsyncDisposable
{
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly JournalStatement _find;
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
        _find = new JournalStatement(_reading, "SELECT output, error_type, error_message, cost, input_tokens, output_tokens, attempts, duration_ms FROM rows WHERE work = ? AND key = ?;");
        _find.Bind(1, work);
    }

    /// <summary>The recorded result of a row, or <see langword="null"/>. One thread at a time.</summary>
    public JournalEntry? Find(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        JournalKey.Write(key, bytes);
        _find.Bind(2, bytes);
        try
        {
            return !_find.Step() ? null : new JournalEntry(_find.Bytes(0), _find.Text(1) is { } error ? new BatchError(error, _find.Text(2)!) : null)
            {
                Cost = (decimal)_find.Double(3),
                InputTokens = _find.Int64(4),
                OutputTokens = _find.Int64(5),
                Attempts = (int)_find.Int64(6),
                Duration = TimeSpan.FromMilliseconds(_find.Double(7)),
            };
        }
        finally
        {
            _find.Reset();
        }
    }

    public void Record(UInt128 key, JournalEntry entry, Action<Exception?> recorded) => _writer.Record(key, entry, recorded);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _find.Dispose();
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
