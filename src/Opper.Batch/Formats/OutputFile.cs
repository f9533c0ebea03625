namespace Opper.Batch.Formats;

/// <summary>The file to which the results of a run are written. It is ambient in the run, so that a run that reads its rows from this file, or records in
/// it, is noticed before the file is overwritten.</summary>
internal static class OutputFile
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>Declares the file for the caller's asynchronous flow.</summary>
    public static void Declare(string path) => Current.Value = FilePath.Resolve(path);

    /// <exception cref="IOException">The results would overwrite the file.</exception>
    public static void CheckIsNot(string path, string use)
    {
        if (Current.Value is { } output && !FilePath.IsDevice(output) && FilePath.Comparer.Equals(output, FilePath.Resolve(path)))
        {
            throw new IOException($"'{path}' is the file of the results and also {use}, which they would overwrite. Choose another file for the results.");
        }
    }

    /// <summary>Opens the file, which is empty then. Other hard links to it keep its content, as one of them may be the file of the rows.</summary>
    /// <param name="existing">The file as it was opened before, which is disposed of unless it has no content.</param>
    public static FileStream Begin(FileStream existing)
    {
        // Devices such as /dev/null have no content, and cannot be emptied.
        if (!existing.CanSeek || existing.Length == 0)
        {
            return existing;
        }

        // Its name is the full path, so it does not depend on the current folder, which may be another one by now.
        var path = existing.Name;
        if (ReplacedFile.IsDevice(path))
        {
            existing.SetLength(0);
            return existing;
        }

        existing.Dispose();
        return ReplacedFile.Empty(path);
    }
}
