using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Adds the keys of new entries to the index of a journal.</summary>
internal static class JournalIndex
{
    /// <summary>
    /// Adds all entries, as a killed process may have left some that are not in the index. If it throws, the transaction is still to be undone.
    /// </summary>
    public static void Update(SqliteConnection connection)
    {
        Run(connection, "BEGIN IMMEDIATE;");
        Add(connection);
        Run(connection, "UPDATE indexed SET up_to = coalesce((SELECT max(id) FROM entries), 0);");
        Run(connection, "COMMIT;");
        // Afterwards, keys are read from the file, where they are together, instead of the log.
        using var checkpoint = new JournalStatement(connection, "PRAGMA wal_checkpoint(PASSIVE);");
        JournalCheckpoint.Run(checkpoint);
    }

    // Keys are random, so a large group changes most pages of the index. If one statement inserted all of them, SQLite would keep the former content of all
    // these pages in memory, in order to be able to undo it.
    private static void Add(SqliteConnection connection)
    {
        using var entries = new JournalStatement(connection,
            "SELECT work, key, max(id) FROM entries WHERE id > (SELECT up_to FROM indexed) GROUP BY work, key;");
        using var insert = new JournalStatement(connection, "INSERT OR REPLACE INTO keys VALUES (?, ?, ?);");
        while (entries.Step())
        {
            insert.Bind(1, entries.Int64(0));
            insert.Bind(2, entries.Span(1));
            insert.Bind(3, entries.Int64(2));
            insert.Run();
        }
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var statement = new JournalStatement(connection, text);
        statement.Run();
    }
}
