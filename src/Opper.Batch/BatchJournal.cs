using System.Text.Json;
using Opper.Batch.Journal;

namespace Opper.Batch;

/// <summary>Looks into the file that runs record their results in.</summary>
public static class BatchJournal
{
    /// <summary>The rows that failed and did not succeed since, of all runs in the file: the dead letters. A run with <see cref="BatchOptions.RetryFailed"/> calls those of its own again.</summary>
    /// <param name="path">The file, <see cref="BatchOptions.JournalPath"/>.</param>
    /// <returns>The failures, read as they are enumerated.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<BatchFailure> ReadFailures(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.Exists(path) ? Read(path) : throw new FileNotFoundException("There is no such journal.", path);
    }

    private static IEnumerable<BatchFailure> Read(string path)
    {
        using var connection = JournalFile.Open(path, isReader: false);
        using var rows = new JournalStatement(connection, "SELECT name, input, error_type, error_message, attempts, recorded_ms FROM entries JOIN keys ON keys.entry = entries.id JOIN works ON works.id = entries.work WHERE error_type IS NOT NULL ORDER BY entries.id;");
        while (rows.Step())
        {
            yield return new BatchFailure(
                rows.Text(0)!, JsonSerializer.Deserialize<JsonElement>(rows.Bytes(1)!), new BatchError(rows.Text(2)!, rows.Text(3)!), (int)rows.Int64(4), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)));
        }
    }
}
