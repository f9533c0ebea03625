using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Adds the keys of new entries to the index of a journal.</summary>
internal static class JournalIndex
{
    /// <summary>The number of entries that are added in the order of their keys, so that a page of the index is written for many of them at once.</summary>
    public const int MostAtOnce = 131_072;

    /// <summary>
    /// Adds all entries, as a killed process may have left some that are not in the index. If it throws, the transaction is still to be undone.
    /// </summary>
    public static void Update(SqliteConnection connection)
    {
        JournalFile.Execute(connection, "BEGIN IMMEDIATE;");
        Add(connection);
        JournalFile.Execute(connection, "UPDATE indexed SET up_to = coalesce((SELECT max(id) FROM entries), 0); COMMIT;");
        // Afterwards, keys are read from the file, where they are together, instead of the log.
        JournalCheckpoint.Run(connection);
    }

    // Keys are random, so a large group changes most pages of the index. If one statement inserted all of them, SQLite would keep the former content of all
    // these pages in memory, in order to be able to undo it. Nor does it sort them: what it allocates for that stays with the thread of the pool.
    private static void Add(SqliteConnection connection)
    {
        using var entries = new JournalStatement(connection, "SELECT id, work, key FROM entries WHERE id > (SELECT up_to FROM indexed);");
        using var insert = new JournalStatement(connection, "INSERT OR REPLACE INTO keys VALUES (?, ?, ?);");
        var group = new List<(long Work, UInt128 Key, long Entry)>();
        while (entries.Step())
        {
            group.Add((entries.Int64(1), JournalKey.Read(entries.Span(2)), entries.Int64(0)));
            if (group.Count == MostAtOnce)
            {
                Add(group, insert);
            }
        }

        Add(group, insert);
    }

    // Of entries with the same key, the last one remains.
    private static void Add(List<(long Work, UInt128 Key, long Entry)> group, JournalStatement insert)
    {
        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        group.Sort();
        foreach (var (work, key, entry) in group)
        {
            JournalKey.Write(key, bytes);
            insert.Bind(1, work);
            insert.Bind(2, bytes);
            insert.Bind(3, entry);
            insert.Run();
        }

        group.Clear();
    }
}
