using System.Text;

namespace Opper.Batch.Formats;

/// <summary>Writes files as a whole: a program that is stopped does not leave half of one, and other hard links to the previous file keep its
/// content.</summary>
internal static class ReplacedFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Checks that a file can be written, and creates its folder. A pipe is not opened, because its reader would see its end.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Check(string path)
    {
        var target = Target(path);
        if (IsDevice(path, target))
        {
            return;
        }

        var file = new FileInfo(target);
        if (!file.Exists)
        {
            Directory.CreateDirectory(file.DirectoryName!);
            using var created = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        else if (file.Length > 0)
        {
            using var opened = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        else if (file.IsReadOnly)
        {
            throw new UnauthorizedAccessException($"'{path}' is read-only.");
        }
    }

    /// <summary>Replaces a file, or creates it. A link to it is kept, and a pipe or a device is written to.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(string path, string text)
    {
        var (target, content) = (Target(path), Utf8.GetBytes(text));
        if (IsDevice(path, target))
        {
            File.WriteAllBytes(path, content);
            return;
        }

        if (File.Exists(target))
        {
            using var file = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            if (!file.CanSeek)
            {
                file.Write(content);
                return;
            }
        }

        if (!TryReplace(target, content))
        {
            File.WriteAllBytes(target, content);
        }
    }

    /// <summary>Whether writing to a path replaces nothing.</summary>
    public static bool IsDevice(string path) => IsDevice(path, FilePath.Resolve(path));

    private static string Target(string path)
    {
        var target = FilePath.Resolve(path);
        return Path.EndsInDirectorySeparator(path) || Directory.Exists(target) ? throw new IOException($"'{path}' is a folder.") : target;
    }

    // A link such as /dev/stdout leads to the file to which a shell has redirected the stream.
    private static bool IsDevice(string path, string target) => FilePath.IsDevice(Path.GetFullPath(path)) || FilePath.IsDevice(target);

    // Fails if the file can be written but not its folder, or if the file is a mount point, as in containers.
    private static bool TryReplace(string target, byte[] content)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (OperatingSystem.IsWindows() || !File.Exists(target))
            {
                using var created = new FileStream(temporary, options);
            }
            else
            {
                // From the start, because who opens the file before its mode is set could read it. The process may have a mask, so it is set again.
                var mode = File.GetUnixFileMode(target);
                options.UnixCreateMode = mode;
                using var created = new FileStream(temporary, options);
                File.SetUnixFileMode(created.SafeFileHandle, mode);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException && File.Exists(target))
        {
            return false;
        }

        try
        {
            File.WriteAllBytes(temporary, content);
            return TryMove(temporary, target);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool TryMove(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException && File.Exists(target))
        {
            return false;
        }
    }
}
