namespace Opper.Batch.Formats;

/// <summary>The file to which the results of a run are written. It is ambient in the run, so that a run that reads its rows from this file, or records in
/// it, is noticed before the file is overwritten.</summary>
internal static class OutputFile
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>Declares the file for the caller's asynchronous flow.</summary>
    public static void Declare(string path) => Current.Value = Resolve(path);

    /// <exception cref="IOException">The results would overwrite the file.</exception>
    public static void CheckIsNot(string path, string use)
    {
        if (Current.Value is { } output && output == Resolve(path))
        {
            throw new IOException($"'{path}' is the file of the results and also {use}, which they would overwrite. Choose another file for the results.");
        }
    }

    private static string Resolve(string path) =>
        (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
}
