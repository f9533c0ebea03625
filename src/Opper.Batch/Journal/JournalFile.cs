using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Opens the SQLite file of a journal, and knows its tables.</summary>
internal static class JournalFile
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS works (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            created TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS rows (
            work INTEGER NOT NULL REFERENCES works(id),
            key BLOB NOT NULL,
            output BLOB,
            error_type TEXT,
            error_message TEXT,
            input BLOB,
            cost REAL NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            duration_ms REAL NOT NULL,
            recorded TEXT NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS rows_by_key ON rows (work, key);
        CREATE INDEX IF NOT EXISTS failed_rows ON rows (work) WHERE error_type IS NOT NULL;
        """;

    public static SqliteConnection Open(string path, bool isReader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            connection.Open();
            // With FULL each commit is on the disk before it returns, so that results survive the loss of power too.
            Execute(connection, isReader ? "PRAGMA mmap_size = 268435456; PRAGMA query_only = 1;" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;");
            if (!isReader)
            {
                Execute(connection, Tables);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
