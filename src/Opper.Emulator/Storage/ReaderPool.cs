using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>Connections that read what is committed, beside the one that writes. As many as are needed at once; they are kept.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteSession> _free = [];
    private volatile bool _isDisposed;

    public IReadOnlyList<T> Select<T>(string sql, Func<SqliteDataReader, T> read, ReadOnlySpan<object?> parameters)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var reader = _free.TryTake(out var free) ? free : SqliteSession.Open(path, isReader: true);
        try
        {
            return reader.Select(sql, read, parameters);
        }
        finally
        {
            _free.Add(reader);
            if (_isDisposed)
            {
                Close();
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Close();
    }

    private void Close()
    {
        while (_free.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
