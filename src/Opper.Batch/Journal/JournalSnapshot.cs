using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>
/// One read transaction for many recorded rows in succession, as each transaction has its price. It is closed before a row is called: while it is open, the
/// write-ahead log cannot be
/// truncated.
/// </summary>
internal sealed class JournalSnapshot(SqliteConnection connection) : IDisposable
{
    private const int MostRows = 1024;

    private readonly JournalStatement _begin = new(connection, "BEGIN;");
    private readonly JournalStatement _end = new(connection, "COMMIT;");
    private int _rows;

    /// <summary>Keeps the transaction for a further row, if it has not served many already.</summary>
    public void Keep()
    {
        if (_rows == MostRows)
        {
            Close();
        }

        if (_rows++ == 0)
        {
            _begin.Run();
        }
    }

    /// <returns>Whether it was open.</returns>
    public bool Close()
    {
        if (_rows == 0)
        {
            return false;
        }

        _end.Run();
        _rows = 0;
        return true;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
    }
}
