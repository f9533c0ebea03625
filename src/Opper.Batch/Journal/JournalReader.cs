using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Finds the recorded results of one work. Not thread-safe.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly EntryStatement _find;
    private readonly EntryStatement _get;
    private readonly ReadAhead _ahead;

    /// <param name="path">The file.</param>
    /// <param name="work">The work.</param>
    public JournalReader(string path, long work)
    {
        _connection = JournalFile.Open(path, isReader: true);
        try
        {
            _find = new EntryStatement(_connection, "WHERE id = (SELECT entry FROM keys WHERE work = ? AND key = ?);");
            _find.Bind(1, work);
            _get = new EntryStatement(_connection, "WHERE id = ?;");
            _ahead = new ReadAhead(_connection, work);
            Snapshot = new JournalSnapshot(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What is read in one transaction.</summary>
    public JournalSnapshot Snapshot { get; }

    /// <summary>An entry, which may be later than the snapshot.</summary>
    public JournalEntry? Get(long id)
    {
        Snapshot.Close();
        _get.Bind(1, id);
        return _get.Single();
    }

    /// <summary>The last entry of a row that is in the index.</summary>
    public JournalEntry? Find(UInt128 key)
    {
        if (_ahead.Take(key) is { } read)
        {
            return read;
        }

        Span<byte> bytes = stackalloc byte[JournalKey.Size];
        JournalKey.Write(key, bytes);
        _find.Bind(2, bytes);
        var entry = _find.Single();
        if (entry is not null)
        {
            _ahead.Missed(entry.Id);
        }

        return entry;
    }

    public void Dispose()
    {
        _find.Dispose();
        _get.Dispose();
        _ahead.Dispose();
        Snapshot.Dispose();
        _connection.Dispose();
    }
}
