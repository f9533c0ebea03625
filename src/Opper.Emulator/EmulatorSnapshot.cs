using Microsoft.Data.Sqlite;

namespace Opper.Emulator;

/// <summary>A copy of an emulator's state, held in memory until it is disposed.</summary>
public sealed class EmulatorSnapshot : IDisposable
{
    internal EmulatorSnapshot(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>Releases the copy.</summary>
    public void Dispose() => Connection.Dispose();
}
