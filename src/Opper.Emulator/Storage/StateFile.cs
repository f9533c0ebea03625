using Microsoft.Data.Sqlite;

namespace Opper.Emulator.Storage;

/// <summary>Opens, locks and validates the data file.</summary>
internal static class StateFile
{
    // "Oper", which SQLite stores in the file header to identify the owner of the file.
    private const int ApplicationId = 0x4F706572;
    private const int Version = 3;
    private const int SqliteBusy = 5;

    /// <summary>Opens the file, checks that it belongs to the emulator, and creates its tables.</summary>
    /// <exception cref="IOException">The file cannot be used, is in use, or belongs to another program.</exception>
    public static SqliteSession Open(string? path)
    {
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.Open(path);
            // Checked before anything is written, because it may be a file of another program.
            Check(session, path);
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 250");
            Prepare(session);
            return session;
        }
        catch (SqliteException error)
        {
            session?.Dispose();
            throw new IOException(error.SqliteErrorCode == SqliteBusy
                ? $"The data file {path} is in use, probably by another emulator."
                : $"The data file {path} cannot be used: {error.Message}", error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Locks the file against other emulators until the process ends, even if it crashes.</summary>
    /// <exception cref="IOException">Another emulator has locked it.</exception>
    public static FileStream? Lock(string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            // A separate file, because SQLite's locks would be released with any other handle of the data file (POSIX advisory locks).
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(File.Exists(path + ".lock")
                ? $"The data file {path} is in use, probably by another emulator."
                : $"The data file {path} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Creates what is missing.</summary>
    public static void Prepare(SqliteSession session)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            session.Execute("CREATE TABLE IF NOT EXISTS files(id TEXT PRIMARY KEY, content BLOB NOT NULL)");
            foreach (var statement in StateTables.All.SelectMany(table => table.CreateStatements))
            {
                session.Execute(statement);
            }

            session.Execute($"PRAGMA application_id = {ApplicationId}");
            session.Execute($"PRAGMA user_version = {Version}");
            session.Execute("COMMIT");
        }
        catch
        {
            if (session.IsInTransaction)
            {
                session.Execute("ROLLBACK");
            }

            throw;
        }
        finally
        {
            session.Release();
        }
    }

    private static void Check(SqliteSession session, string? path)
    {
        var application = Number(session, "PRAGMA application_id");
        var version = Number(session, "PRAGMA user_version");
        var isOurs = application == ApplicationId || (application == 0 && version == 0 && Number(session, "SELECT count(*) FROM sqlite_schema") == 0);
        if (!isOurs)
        {
            throw new IOException($"The data file {path} belongs to another program: it is an SQLite database, but not an emulator's. Nothing in it was "
                + "changed.");
        }

        if (version != Version && version != 0)
        {
            throw new IOException($"The data file {path} was written by {(version > Version ? "a newer" : "an earlier")} version of the emulator.");
        }
    }

    private static long Number(SqliteSession session, string sql) => session.Select(sql, static row => row.GetInt64(0), []) is [var number, ..] ? number : 0;
}
