namespace Opper.Batch.Formats;

/// <summary>The paths of a file.</summary>
internal static class FilePath
{
    // As on Linux.
    private const int MaxLinks = 40;

    /// <summary>Compares paths as the file systems of this system usually do.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Follows links to the file, whether it exists or not, and to any of its folders.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        var (resolved, links) = (Path.GetPathRoot(full)!, 0);
        var rest = new Stack<string>(Enumerable.Reverse(Parts(full)));
        while (rest.TryPop(out var part))
        {
            // The parent of a link's target, not that of the link.
            var next = part == ".." ? Path.GetDirectoryName(resolved) ?? resolved : part == "." ? resolved : Path.Combine(resolved, part);
            if (part is ".." or "." || new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"'{path}' cannot be opened: its links form a cycle.");
            }

            resolved = Path.IsPathRooted(target) ? Path.GetPathRoot(Path.GetFullPath(target))! : resolved;
            foreach (var other in Enumerable.Reverse(Parts(target)))
            {
                rest.Push(other);
            }
        }

        return resolved;
    }

    /// <summary>Whether a path is that of a device, or of a stream of a process such as <c>/dev/stdout</c>: nothing is replaced by writing to it.</summary>
    public static bool IsDevice(string path) => !OperatingSystem.IsWindows() && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static string[] Parts(string path) =>
        path[Path.GetPathRoot(path)!.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
