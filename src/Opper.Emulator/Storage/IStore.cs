using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>Everything the emulator remembers: tables of JSON records, and the bytes of files.</summary>
internal interface IStore
{
    /// <summary>Grows whenever state was replaced or lost at once: what was derived from the old state no longer holds.</summary>
    int Generation { get; }

    ITable Table(TableDefinition definition);

    /// <summary>Runs work that reads and writes as one: no other change comes between, and all of it is kept or none.</summary>
    T Atomically<T>(Func<T> work);

    /// <summary>Rows of a statement; parameters are $0, $1 and so on.</summary>
    IReadOnlyList<T> Select<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters);

    /// <summary>Runs a statement that changes something, and says how many rows it has changed.</summary>
    int Execute(string sql, params ReadOnlySpan<object?> parameters);

    byte[]? GetFile(string id);

    void PutFile(string id, byte[] content);

    void RemoveFile(string id);

    /// <summary>Done when all that was written for the request at hand will outlive the process.</summary>
    Task CommittedAsync();
}
