using System.Runtime.Versioning;

namespace Opper.Batch.Formats;

/// <summary>The file to which the results of a run are written. It is ambient in the run, so that a run that reads its rows from this file, or records in
/// it, is noticed before the file is overwritten.</summary>
internal static class OutputFile
{
    private static readonly AsyncLocal<string?> Current = new();

    private static readonly StringComparison Names =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Declares the file for the caller's asynchronous flow.</summary>
    public static void Declare(string path) => Current.Value = Resolve(path);

    /// <exception cref="IOException">The results would overwrite the file.</exception>
    public static void CheckIsNot(string path, string use)
    {
        if (Current.Value is { } output && string.Equals(output, Resolve(path), Names))
        {
            throw new IOException($"'{path}' is the file of the results and also {use}, which they would overwrite. Choose another file for the results.");
        }
    }

    /// <summary>Empties the file. One that has content is replaced, because its content may have another name too, such as that of the rows. On Windows, a
    /// file that is being read under another name has not been opened.</summary>
    /// <returns>The file, or its replacement.</returns>
    public static FileStream Renew(FileStream file)
    {
        // Devices have no content, and cannot be emptied.
        if (!file.CanSeek || file.Length == 0)
        {
            return file;
        }

        // Its name is the full path, so it does not depend on the current folder, which may be another one by now.
        if (OperatingSystem.IsWindows() || Replace(Resolve(file.Name), File.GetUnixFileMode(file.SafeFileHandle)) is not { } other)
        {
            file.SetLength(0);
            return file;
        }

        file.Dispose();
        return other;
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStream? Replace(string path, UnixFileMode mode)
    {
        var name = $"{path}.{Guid.NewGuid():N}";
        FileStream? file = null;
        try
        {
            // With the mode from the start, because who opens the file before it is set could read the results.
            file = new FileStream(name, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = mode,
            });
            // The process may have a mask.
            File.SetUnixFileMode(file.SafeFileHandle, mode);
            File.Move(name, path, overwrite: true);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder allows no other files, or the file is mounted there.
            if (file is not null)
            {
                file.Dispose();
                File.Delete(name);
            }

            return null;
        }
    }

    // Links to the file, and to any of its folders.
    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        FileSystemInfo? target = Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true)
            : File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true) : null;
        return target is not null ? Resolve(target.FullName)
            : Path.GetDirectoryName(full) is { } folder ? Path.Combine(Resolve(folder), Path.GetFileName(full))
            : full;
    }
}
