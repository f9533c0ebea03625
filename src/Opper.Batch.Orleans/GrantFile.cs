using System.Globalization;
using System.Text;

namespace Opper.Batch.Orleans;

/// <summary>
/// What a silo was granted of the budget, in the folder of the job: a cluster that has lost its state counts it as spent. There is a file for each run of a
/// silo, which is replaced in place, so that a full disk does not prevent it.
/// </summary>
internal sealed class GrantFile(BatchJob job)
{
    private const int Length = 40;

    private readonly string _path = JobFolder.PathOf(job, $"{Guid.NewGuid():N}.granted");
    private decimal _total;

    /// <summary>The sum of all silos, or zero if the folder is not that of the job.</summary>
    /// <exception cref="IOException">The files cannot be read.</exception>
    public static decimal Sum(BatchJob job) => JobFolder.IsOf(job)
        ? JobFolder.Use(job, job.Folder, () => Directory.EnumerateFiles(JobFolder.PathOf(job, string.Empty), "*.granted").Sum(static path => Read(path)))
        : 0;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(decimal amount) => JobFolder.Use(job, _path, () =>
    {
        _total += amount;
        // Closed each time, because some shared disks show only then what was written.
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(_total.ToString(CultureInfo.InvariantCulture).PadRight(Length)));
        return _total;
    });

    private static decimal Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        // An empty file is one whose first amount could not be written, and was not granted.
        return string.IsNullOrWhiteSpace(text) ? 0
            : decimal.TryParse(text, CultureInfo.InvariantCulture, out var total) ? total
            : throw new InvalidDataException($"The file '{path}', which says what was granted of the budget of its job, cannot be read. Restore it, or "
                + "delete it if its amount may be spent again.");
    }
}
