namespace Opper.Tool.Streams;

/// <summary>Checks that a command does not write a file over another one that it uses.</summary>
internal static class DistinctFiles
{
    /// <param name="read">The files that are read, by their options.</param>
    /// <param name="written">The files that are written.</param>
    /// <exception cref="UsageException">A file to write is used twice; the message has both options.</exception>
    public static void Check(IEnumerable<(string Option, string? Path)> read, IEnumerable<(string Option, string? Path)> written)
    {
        var options = new Dictionary<string, string>(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var (option, path) in read)
        {
            if (path is not null)
            {
                options.TryAdd(Target(path), option);
            }
        }

        foreach (var (option, path) in written)
        {
            if (path is not null && !options.TryAdd(Target(path), option))
            {
                throw new UsageException($"{options[Target(path)]} and {option} are the same file.");
            }
        }
    }

    private static string Target(string path) =>
        (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
}
