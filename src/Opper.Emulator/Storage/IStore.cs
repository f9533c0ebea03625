namespace Opper.Emulator.Storage;

/// <summary>Everything the emulator remembers: named tables of JSON records, and the bytes of files.</summary>
internal interface IStore
{
    /// <summary>Grows whenever all state was replaced at once: what was derived from the old state no longer holds.</summary>
    int Generation { get; }

    /// <summary>The table of that name; <paramref name="indexes"/> are the top-level fields that <see cref="ITable.Where"/> is asked for.</summary>
    ITable Table(string name, params ReadOnlySpan<string> indexes);

    /// <summary>Runs work that reads and writes as one: no other change comes between, and all of it is kept or none.</summary>
    T Atomically<T>(Func<T> work);

    byte[]? GetFile(string id);

    void PutFile(string id, byte[] content);

    void RemoveFile(string id);

    void Clear();
}
