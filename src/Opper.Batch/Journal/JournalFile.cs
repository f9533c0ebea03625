using Microsoft.Data.Sqlite;
using Opper.Batch.Formats;
using SQLitePCL;

namespace Opper.Batch.Journal;

/// <summary>Opens the SQLite file of a journal and defines its tables.</summary>
internal static class JournalFile
{
    /// <summary>Marks a SQLite file as a journal.</summary>
    private const long ApplicationId = 0x4F70424A;

    private const int SmallestPage = 512;

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

    public static SqliteConnection Open(string path, bool isReader)
    {
        OutputFile.CheckIsNot(path, "the journal");
        // SQLite gives some names, such as ":memory:", a meaning.
        var settings = new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Pooling = false, DefaultTimeout = 60 };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            var isEmpty = Check(connection, path);
            // With NORMAL, a commit has been passed to the operating system when it returns, so it survives the end of the process. A power failure may lose
            // only the most recent ones. The work of an entry exists, so it is not looked up for each. The file is not mapped into memory, where all pages that
            // were read would count as memory of the process, and larger caches make nothing faster.
            Execute(connection, isReader
                ? "PRAGMA busy_timeout = 60000; PRAGMA cache_size = -2048; PRAGMA query_only = 1;"
                : "PRAGMA busy_timeout = 60000; PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
                    + "PRAGMA wal_autocheckpoint = 32000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048; PRAGMA foreign_keys = 0;");
            if (isEmpty && !isReader)
            {
                Execute(connection, FormattableString.Invariant(
                    $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Layout}; COMMIT;"));
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Failure(exception, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Executes statements without parameters.</summary>
    public static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            throw Failure(exception, connection.DataSource);
        }
    }

    /// <summary>The error of a statement.</summary>
    public static Exception Failure(int result, SqliteConnection connection) =>
        Failure(new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), result & 0xFF, result), connection.DataSource);

    /// <summary>An error of SQLite, with the path of the journal and what to do.</summary>
    public static Exception Failure(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new InvalidDataException($"'{path}' is not a journal, but another kind of file. Choose another path for the journal.", exception),
        raw.SQLITE_CORRUPT => new InvalidDataException(
            $"The journal '{path}' is damaged. Restore a copy of it, or start a new journal; the sqlite3 command '.recover' can save its results.", exception),
        raw.SQLITE_CANTOPEN when !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) =>
            new DirectoryNotFoundException($"The folder of the journal '{path}' does not exist.", exception),
        _ => new IOException($"The journal '{path}' cannot be used: {exception.Message}", exception),
    };

    /// <returns>Whether the file has no content yet.</returns>
    private static bool Check(SqliteConnection connection, string path)
    {
        if (Number(connection, "SELECT count(*) FROM sqlite_schema;") == 0)
        {
            // SQLite would overwrite a file that is shorter than its smallest page. Opening the file here would release the locks of SQLite.
            return new FileInfo(FilePath.Resolve(path)) is not { Exists: true, Length: > 0 and < SmallestPage }
                ? true
                : throw new SqliteException("The file is too short.", raw.SQLITE_NOTADB);
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
}
