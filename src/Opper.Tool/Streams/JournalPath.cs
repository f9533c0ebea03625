using Opper.Batch.Formats;

namespace Opper.Tool.Streams;

/// <summary>The path of a journal, checked before anything is called.</summary>
internal static class JournalPath
{
    /// <summary>The full path, or that of the file to which a link leads, which may not exist yet.</summary>
    /// <exception cref="IOException">It is the path of a folder or a device, or in a folder that does not exist.</exception>
    public static string Of(string path)
    {
        var (full, target) = (Path.GetFullPath(path), FilePath.Resolve(path));
        return Path.EndsInDirectorySeparator(path) || Directory.Exists(target) ? throw new IOException($"'{full}' is a folder.")
            : ReplacedFile.IsDevice(path) ? throw new IOException($"'{full}' is a device, in which nothing can be recorded.")
            : Directory.Exists(Path.GetDirectoryName(target)) ? target
            : throw new DirectoryNotFoundException($"The folder of the journal '{full}' does not exist.");
    }
}
