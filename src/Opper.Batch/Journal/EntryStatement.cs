using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Reads entries.</summary>
/// <param name="connection">The journal.</param>
/// <param name="condition">Which entries.</param>
internal sealed class EntryStatement(SqliteConnection connection, string condition) : JournalStatement(connection, Columns + condition)
{
    private const string Columns = """
        SELECT id, key, output, error_type, error_message, cost, input_tokens, output_tokens, attempts, duration_ms FROM entries

        """;

    /// <summary>The key of the last entry.</summary>
    public UInt128 Key => JournalKey.Read(Span(1));

    /// <summary>The next entry, or <see langword="null"/> after the last one.</summary>
    public JournalEntry? Next() => !Step() ? null : new JournalEntry(Bytes(2), Text(3) is { } error ? new BatchError(error, Text(4)!) : null)
    {
        Id = Int64(0),
        Cost = Decimal(5),
        InputTokens = Int64(6),
        OutputTokens = Int64(7),
        Attempts = (int)Int64(8),
        Duration = TimeSpan.FromTicks((long)Math.Round(Double(9) * TimeSpan.TicksPerMillisecond)),
    };

    /// <summary>The only entry, or <see langword="null"/>.</summary>
    public JournalEntry? Single()
    {
        try
        {
            return Next();
        }
        finally
        {
            Reset();
        }
    }
}
