using System.Text.Json;
using System.Text.RegularExpressions;

namespace Opper.Batch.Orleans;

/// <summary>
/// Records in a folder for which job its results are. Rows are found by their index in their partition, so another job, or the same with another number of
/// partitions, would take the results of other rows for its own.
/// </summary>
internal static partial class JobFolder
{
    /// <summary>Is increased with each change of the files.</summary>
    private const int Format = 1;

    private const string Name = "opper-job";

    private static readonly string FileName = Path.Combine(Name, "job.json");

    /// <summary>Makes the folder that of the job, unless it is already.</summary>
    /// <returns>What identifies the folder: another one of the same job has other results.</returns>
    /// <exception cref="InvalidOperationException">It has the results of another job.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    public static Guid Claim(BatchJob job)
    {
        Use(job, job.Folder, () => Directory.CreateDirectory(job.Folder));
        return (Find(job) ?? Use(job, job.Folder, () => Create(job))).Id;
    }

    /// <returns>Whether the folder is that of the job; otherwise, it has no results.</returns>
    /// <exception cref="InvalidOperationException">It has the results of another job.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool HasResults(BatchJob job) => Find(job) is not null;

    /// <summary>Whether the folder is that of the job, and has no results of another one.</summary>
    public static bool IsOf(BatchJob job)
    {
        try
        {
            return HasResults(job);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The path of a file about the job.</summary>
    public static string PathOf(BatchJob job, string name) => Path.Combine(job.Folder, Name, name);

    /// <summary>Uses a path in the folder.</summary>
    /// <exception cref="IOException">That failed: the disk is full, the folder was removed, or access is denied.</exception>
    public static T Use<T>(BatchJob job, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // .NET throws the last one for a file that is larger than the file system, or a limit of the process, allows.
            throw new IOException($"The results of '{job.Name}' cannot be read or written at '{Path.GetFullPath(path)}': {exception.Message} Make sure that "
                + "the folder exists, has free space, and may be read and written by this silo, and start it again. Rows that have a result are not called "
                + "again.", exception);
        }
    }

    private static Owner Create(BatchJob job)
    {
        // Other silos may do the same: a folder with a file appears as a whole, and only once, also on disks without hard links.
        var own = Path.Combine(job.Folder, $"{Name}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(own);
        try
        {
            File.WriteAllBytes(Path.Combine(own, Path.GetFileName(FileName)),
                JsonSerializer.SerializeToUtf8Bytes(new Owner(Format, job.Name, job.Partitions, Guid.NewGuid()), JsonSerializerOptions.Web));
            Directory.Move(own, Path.Combine(job.Folder, Name));
        }
        catch (IOException) when (Path.Exists(Path.Combine(job.Folder, Name)))
        {
        }
        finally
        {
            if (Directory.Exists(own))
            {
                Directory.Delete(own, recursive: true);
            }
        }

        return Find(job) ?? throw new InvalidOperationException($"'{Path.GetFullPath(Path.Combine(job.Folder, Name))}' has no file "
            + $"'{Path.GetFileName(FileName)}', so it was not created by Opper.Batch.Orleans. Remove it, or use another folder for the job '{job.Name}'.");
    }

    private static Owner? Find(BatchJob job)
    {
        // In this order, because another silo may be claiming the folder and writing its first results.
        var hasFiles = Use(job, job.Folder, () => Directory.Exists(job.Folder)
            && Directory.EnumerateFiles(job.Folder, "*.jsonl").Any(static file => Result().IsMatch(file)));
        var path = Path.Combine(job.Folder, FileName);
        if (Use(job, path, () => Read(path)) is not { } owner)
        {
            return !hasFiles ? null
                : throw new InvalidOperationException($"The folder '{job.Folder}' has results, but no file '{FileName}' that says for which job they are. Use "
                    + $"another folder for the job '{job.Name}'.");
        }

        if (owner.Format != Format)
        {
            throw new InvalidOperationException($"The results in the folder '{job.Folder}' have format {owner.Format}, but this version of Opper.Batch.Orleans "
                + $"has format {Format}. Use the version that wrote them, or another folder.");
        }

        return owner.Job == job.Name && owner.Partitions == job.Partitions ? owner : throw new InvalidOperationException(
            $"The folder '{job.Folder}' has the results of the job '{owner.Job}' with {owner.Partitions} partitions, but the job '{job.Name}' with "
            + $"{job.Partitions} partitions would take them for those of its own rows. Use another folder for it.");
    }

    private static Owner? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllBytes(path), JsonSerializerOptions.Web)
                ?? throw new JsonException("The file is empty.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"The file '{path}', which says for which job the results in its folder are, cannot be read. Restore it, or "
                + "use another folder.", exception);
        }
    }

    // Other files, such as those of the rows, may be in the folder too.
    [GeneratedRegex(@"[0-9]{6,}\.[0-9]{6,}\.[0-9a-f]{32}\.jsonl\z", RegexOptions.CultureInvariant)]
    private static partial Regex Result();

    private sealed record Owner(int Format, string? Job, int Partitions, Guid Id);
}
