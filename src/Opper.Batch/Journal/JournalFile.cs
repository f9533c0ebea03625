using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Opper.Batch.Journal;

/// <summary>Opens the SQLite file of a journal and defines its tables.</summary>
internal static class JournalFile
{
    /// <summary>Marks a SQLite file as a journal.</summary>
    private const long ApplicationId = 0x4F70424A;

    /// <summary>Is increased with each change of the tables.</summary>
    private const long Layout = 1;

    // Entries are appended. Their keys, which are random, are added to the index in sorted batches, so that a page of the index is written for many rows at
    // once.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS works (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            created_ms INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS entries (
            id INTEGER PRIMARY KEY,
            work INTEGER NOT NULL REFERENCES works(id),
            key BLOB NOT NULL,
            output BLOB,
            error_type TEXT,
            error_message TEXT,
            input BLOB,
            cost NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            duration_ms REAL NOT NULL,
            recorded_ms INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS keys (
            work INTEGER NOT NULL,
            key BLOB NOT NULL,
            entry INTEGER NOT NULL,
            PRIMARY KEY (work, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS indexed (only INTEGER PRIMARY KEY CHECK (only = 0), up_to INTEGER NOT NULL);
        INSERT OR IGNORE INTO indexed VALUES (0, 0);
        """;

    private const string IndexNew = """
        BEGIN IMMEDIATE;
        INSERT OR REPLACE INTO keys SELECT work, key, max(id) FROM entries WHERE id > (SELECT up_to FROM indexed) GROUP BY work, key;
        UPDATE indexed SET up_to = coalesce((SELECT max(id) FROM entries), 0);
        COMMIT;
        """;

    public static SqliteConnection Open(string path, bool isReader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            connection.Open();
            var isEmpty = Check(connection, path);
            // Results are written in groups that fill several small pages, and each page costs system calls in the log, and again when it is moved to the file.
            // With NORMAL, a commit has been passed to the operating system when it returns, so it survives the end of the process. A power failure may lose
            // only the most recent ones. The work of an entry exists, so it is not looked up for each.
            Execute(connection, isReader
                ? "PRAGMA busy_timeout = 60000; PRAGMA mmap_size = 268435456; PRAGMA query_only = 1;"
                : "PRAGMA busy_timeout = 60000; PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                    + "PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA foreign_keys = 0;");
            if (isEmpty && !isReader)
            {
                Execute(connection, FormattableString.Invariant(
                    $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Layout}; COMMIT;"));
            }

            return connection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_NOTADB)
        {
            connection.Dispose();
            throw new InvalidDataException($"'{path}' is not a journal, but another kind of file. Choose another path for the journal.", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Adds all entries to the index. A killed process may have left some that are not.</summary>
    public static void Index(SqliteConnection connection) => Execute(connection, IndexNew);

    /// <returns>Whether the file has no content yet.</returns>
    private static bool Check(SqliteConnection connection, string path)
    {
        if (Number(connection, "SELECT count(*) FROM sqlite_schema;") == 0)
        {
            return true;
        }

        if (Number(connection, "PRAGMA application_id;") != ApplicationId)
        {
            throw new InvalidDataException($"'{path}' is a SQLite database, but not a journal. Choose another path for the journal.");
        }

        var layout = Number(connection, "PRAGMA user_version;");
        return layout == Layout ? false : throw new InvalidDataException(FormattableString.Invariant(
            $"The journal '{path}' has layout {layout}, but this version of Opper.Batch uses layout {Layout}. ")
            + "Use the version that created it, or start a new journal.");
    }

    private static long Number(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
