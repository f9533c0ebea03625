using Microsoft.Data.Sqlite;

namespace Opper.Batch.Journal;

/// <summary>Excludes a second run of the same work on a journal: an empty file beside the journal that only one run can open. When a process ends, even by
/// <c>kill -9</c>, the operating system closes its files, so a file that is left behind does not block anyone.</summary>
internal sealed class WorkLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private readonly SqliteConnection _journal;
    private readonly FileStream _file;

    private WorkLock(SqliteConnection journal, FileStream file) => (_journal, _file) = (journal, file);

    /// <returns>The lock, or <see langword="null"/> if another run has it.</returns>
    public static WorkLock? TryTake(SqliteConnection journal, long work)
    {
        // The path that SQLite has resolved is the same for all names of the file.
        var path = FormattableString.Invariant($"{journal.DataSource}-lock{work}");
        using var guard = Guard(journal);
        try
        {
            return new WorkLock(journal,
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (IOException exception) when (exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows())
        {
            // The file is being deleted, as another run or a scanner still has it open.
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            using var guard = Guard(_journal);
            _file.Dispose();
        }
        finally
        {
            _file.Dispose();
        }
    }

    // On Unix, a file can be deleted between being opened and being locked by another run, after which a third one could create and lock it again. So files
    // are opened and deleted only within a write transaction, of which there is one at a time.
    private static SqliteTransaction Guard(SqliteConnection journal) => journal.BeginTransaction(deferred: false);
}
