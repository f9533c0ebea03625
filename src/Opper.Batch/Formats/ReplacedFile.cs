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
            CreateFolder(path, file.DirectoryName!);
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

    /// <summary>Replaces a file by an empty one, and opens that.</summary>
    public static FileStream Empty(string path)
    {
        var target = Target(path);
        if (TryCreate(target) is { } file)
        {
            if (TryMove(file.Name, target))
            {
                return file;
            }

            file.Dispose();
            File.Delete(file.Name);
        }

        return new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Whether writing to a path replaces nothing.</summary>
    public static bool IsDevice(string path) => IsDevice(path, FilePath.Resolve(path));

    private static string Target(string path)
    {
        var target = FilePath.Resolve(path);
        return Path.EndsInDirectorySeparator(path) || Directory.Exists(target) ? throw new IOException($"'{path}' is a folder.") : target;
    }

    private static void CreateFolder(string path, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException exception)
        {
            throw new IOException($"The folder of '{path}' cannot be created: {exception.Message}", exception);
        }
    }

    // A link such as /dev/stdout leads to the file to which a shell has redirected the stream.
    private static bool IsDevice(string path, string target) => FilePath.IsDevice(Path.GetFullPath(path)) || FilePath.IsDevice(target);

    private static bool TryReplace(string target, byte[] content)
    {
        if (TryCreate(target) is not { } file)
        {
            return false;
        }

        try
        {
            using (file)
            {
                file.Write(content);
            }

            return TryMove(file.Name, target);
        }
        finally
        {
            File.Delete(file.Name);
        }
    }

    /// <summary>Creates a file beside another one, with its mode.</summary>
    /// <returns>The file, or <see langword="null"/> if it cannot be created in a folder whose file may be written.</returns>
    private static FileStream? TryCreate(string target)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.tmp");
        // It may be moved while it is open.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        try
        {
            if (OperatingSystem.IsWindows() || !File.Exists(target))
            {
                return new FileStream(temporary, options);
            }

            // From the start, because who opens the file before its mode is set could read it. The process may have a mask, so it is set again.
            var mode = File.GetUnixFileMode(target);
            options.UnixCreateMode = mode;
            var created = new FileStream(temporary, options);
            File.SetUnixFileMode(created.SafeFileHandle, mode);
            return created;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException && File.Exists(target))
        {
            return null;
        }
    }

    // Fails if the file is a mount point, as in containers.
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
