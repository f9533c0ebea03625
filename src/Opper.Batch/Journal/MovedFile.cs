using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Opper.Batch.Journal;

/// <summary>Notices that the file of a connection is no longer the one at its path. SQLite would write to it nevertheless, and all of it would be lost with
/// the last connection.</summary>
internal static class MovedFile
{
    private const string Library = "e_sqlite3";
    private const int HasMoved = 20;

    /// <exception cref="FileNotFoundException">It is not.</exception>
    public static void Check(SqliteConnection connection)
    {
        if (!File.Exists(connection.DataSource) || IsReplaced(connection))
        {
            throw new FileNotFoundException($"The journal '{connection.DataSource}' was deleted, moved or replaced during the run, which ended because "
                + "further results could not be recorded.", connection.DataSource);
        }
    }

    // The wrapper of SQLite has no such method. On Windows, where open files are not replaced, SQLite does not know the request and leaves the result as it is.
    private static bool IsReplaced(SqliteConnection connection)
    {
        var result = 0;
        return raw.GetNativeLibraryName() == Library && Control(connection.Handle!, 0, HasMoved, ref result) == raw.SQLITE_OK && result != 0;
    }

    [DllImport(Library, EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Control(sqlite3 connection, nint database, int request, ref int result);
}
