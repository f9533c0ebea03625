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
    /// <exception cref="InvalidOperationException">It has the results of another job.</exception>
    public static void Claim(BatchJob job)
    {
        Directory.CreateDirectory(job.Folder);
        if (!HasResults(job))
        {
            // Other silos may do the same: a folder with a file appears as a whole, and only once, also on disks without hard links.
            var own = Path.Combine(job.Folder, $"{Name}.{Guid.NewGuid():N}");
            Directory.CreateDirectory(own);
            try
            {
                File.WriteAllBytes(Path.Combine(own, Path.GetFileName(FileName)),
                    JsonSerializer.SerializeToUtf8Bytes(new Owner(Format, job.Name, job.Partitions), JsonSerializerOptions.Web));
                Directory.Move(own, Path.Combine(job.Folder, Name));
            }
            catch (IOException) when (File.Exists(Path.Combine(job.Folder, FileName)))
            {
            }
            finally
            {
                if (Directory.Exists(own))
                {
                    Directory.Delete(own, recursive: true);
                }
            }

            HasResults(job);
        }
    }

    /// <returns>Whether the folder is that of the job; otherwise, it has no results.</returns>
    /// <exception cref="InvalidOperationException">It has the results of another job.</exception>
    public static bool HasResults(BatchJob job)
    {
        // In this order, because another silo may be claiming the folder and writing its first results.
        var hasFiles = Directory.Exists(job.Folder) && Directory.EnumerateFiles(job.Folder, "*.jsonl").Any(static file => Result().IsMatch(file));
        var path = Path.Combine(job.Folder, FileName);
        if (!File.Exists(path))
        {
            return !hasFiles ? false
                : throw new InvalidOperationException($"The folder '{job.Folder}' has results, but no file '{FileName}' that says for which job they are. Use "
                    + $"another folder for the job '{job.Name}'.");
        }

        var owner = Read(path);
        if (owner.Format != Format)
        {
            throw new InvalidOperationException($"The results in the folder '{job.Folder}' have format {owner.Format}, but this version of Opper.Batch.Orleans "
                + $"has format {Format}. Use the version that wrote them, or another folder.");
        }

        return owner.Job == job.Name && owner.Partitions == job.Partitions ? true : throw new InvalidOperationException(
            $"The folder '{job.Folder}' has the results of the job '{owner.Job}' with {owner.Partitions} partitions, but the job '{job.Name}' with "
            + $"{job.Partitions} partitions would take them for those of its own rows. Use another folder for it.");
    }

    private static Owner Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Owner>(File.ReadAllBytes(path), JsonSerializerOptions.Web)
                ?? throw new JsonException("The file is empty.");
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

    private sealed record Owner(int Format, string? Job, int Partitions);
}
