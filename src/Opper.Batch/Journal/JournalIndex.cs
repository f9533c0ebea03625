using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Adds the keys of new entries to the index of a journal.</summary>
internal sealed class JournalIndex(SqliteConnection connection)
{
    /// <summary>The number of entries that are added in the order of their keys, so that a page of the index is written for many of them at once.</summary>
    public const int MostAtOnce = 131_072;

    // It is kept, because each new one would be a large object. With halves, an element takes 32 bytes, and with a UInt128, which is aligned, 48.
    private readonly List<(long Work, ulong High, ulong Low, long Entry)> _group = [];

    /// <summary>
    /// Adds all entries, as a killed process may have left some that are not in the index. If it throws, the transaction is still to be undone.
    /// </summary>
    public void Update()
    {
        JournalFile.Execute(connection, "BEGIN IMMEDIATE;");
        AddAll();
        JournalFile.Execute(connection, "UPDATE indexed SET up_to = coalesce((SELECT max(id) FROM entries), 0); COMMIT;");
        // Afterwards, keys are read from the file, where they are together, instead of the log.
        JournalCheckpoint.Run(connection);
    }

    // Keys are random, so a large group changes most pages of the index. If one statement inserted all of them, SQLite would keep the former content of all
    // these pages in memory, in order to be able to undo it. Nor does it sort them: what it allocates for that stays with the thread of the pool.
    private void AddAll()
    {
        using var entries = new JournalStatement(connection, "SELECT id, work, key FROM entries WHERE id > (SELECT up_to FROM indexed);");
        using var insert = new JournalStatement(connection, "INSERT OR REPLACE INTO keys VALUES (?, ?, ?);");
        _group.Clear();
        while (entries.Step())
        {
            var key = JournalKey.Read(entries.Span(2));
            _group.Add((entries.Int64(1), (ulong)(key >> 64), (ulong)key, entries.Int64(0)));
            if (_group.Count == MostAtOnce)
            {
                AddGroup(insert);
            }
        }

        AddGroup(insert);
    }

    // Of entries with the same key, the last one remains.
    private void AddGroup(JournalStatement insert)
    {
        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        _group.Sort();
        foreach (var (work, high, low, entry) in _group)
        {
            JournalKey.Write(new UInt128(high, low), bytes);
            insert.Bind(1, work);
            insert.Bind(2, bytes);
            insert.Bind(3, entry);
            insert.Run();
        }

        _group.Clear();
    }
}
