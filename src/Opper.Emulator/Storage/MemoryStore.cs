using System.Collections.Concurrent;

namespace Opper.Emulator.Storage;

internal sealed class MemoryStore : IStore
{
    private readonly ConcurrentDictionary<string, MemoryTable> _tables = new(StringComparer.Ordinal);

    public ITable Table(string name) => _tables.GetOrAdd(name, static _ => new MemoryTable());

    public void Clear()
    {
        foreach (var table in _tables.Values)
        {
            table.Clear();
        }
    }
}
