using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>
/// The entries after those that were found last. A run is mostly repeated in the order of its rows, which is about that of its entries, and reading the next
/// entries takes a fraction of the time of looking up each by its key, which is in a random place of the index.
/// </summary>
/// <param name="connection">The journal.</param>
/// <param name="work">The work whose entries are read.</param>
internal sealed class ReadAhead(SqliteConnection connection, long work) : IDisposable
{
    /// <summary>How many entries are kept: more than calls in progress, as the order of entries is that in which calls ended.</summary>
    private const int MostEntries = 4096;

    private const int MostBytes = 1 << 22;

    /// <summary>How far the next row may be from the place that was read up to, so that reading goes on there.</summary>
    private const int Near = MostEntries / 2;

    private const int SmallestStep = 8;
    private const int LargestStep = 256;

    // Only results that are not errors: they are final, while a later entry of a row may replace its error.
    private readonly EntryStatement _next = Statement(connection, work);
    private readonly Dictionary<UInt128, JournalEntry> _entries = [];

    /// <summary>The keys of the entries in their order, and of those that have been taken.</summary>
    private readonly Queue<UInt128> _order = [];

    private long _bytes;
    private long _readTo;
    private long _missed;
    private int _step = SmallestStep;
    private int _taken;

    /// <summary>The entry of a row if it has been read.</summary>
    public JournalEntry? Take(UInt128 key)
    {
        if (!_entries.Remove(key, out var entry))
        {
            return null;
        }

        _taken++;
        _bytes -= SizeOf(entry);
        return entry;
    }

    /// <summary>Reads on if the rows come in the order of their entries.</summary>
    /// <param name="id">The entry of the last row, which was looked up.</param>
    public void Missed(long id)
    {
        if (IsNear(id, _readTo))
        {
            Read();
        }
        else if (IsNear(id, _missed))
        {
            _readTo = id;
            Read();
        }

        _missed = id;
    }

    public void Dispose() => _next.Dispose();

    private static EntryStatement Statement(SqliteConnection connection, long work)
    {
        var statement = new EntryStatement(connection, "WHERE id > ? AND id <= ? AND work = ? AND error_type IS NULL;");
        statement.Bind(3, work);
        return statement;
    }

    private static bool IsNear(long id, long place) => id > place && id - place <= Near;

    // The key, its place in the queue and the objects of an entry.
    private static long SizeOf(JournalEntry entry) => 256 + (entry.Output?.Length ?? 0);

    private void Read()
    {
        // Rows in a random order are near each other by chance, and what is read then is of no use.
        _step = Math.Clamp(_taken >= _step / 2 ? _step * 2 : _step / 2, SmallestStep, LargestStep);
        _taken = 0;
        _next.Bind(1, _readTo);
        _next.Bind(2, _readTo += _step);
        try
        {
            for (var before = _bytes; _next.Next() is { } entry;)
            {
                Add(_next.Key, entry);
                if (_bytes - before > MostBytes / 4)
                {
                    _readTo = entry.Id;
                    break;
                }
            }
        }
        finally
        {
            _next.Reset();
        }
    }

    private void Add(UInt128 key, JournalEntry entry)
    {
        if (!_entries.TryAdd(key, entry))
        {
            return;
        }

        _bytes += SizeOf(entry);
        for (_order.Enqueue(key); _order.Count > MostEntries || _bytes > MostBytes;)
        {
            if (_entries.Remove(_order.Dequeue(), out var oldest))
            {
                _bytes -= SizeOf(oldest);
            }
        }
    }
}
