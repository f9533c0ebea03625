using System.Text.Json;
using Opper.Batch.Journal;

namespace Opper.Batch;

/// <summary>Reads the file in which runs record their results.</summary>
public static class BatchJournal
{
    /// <summary>The rows that failed and have not succeeded since, of all runs in the file. A run with <see cref="BatchOptions.RetryFailed"/> retries those of
    /// the same fingerprint.</summary>
    /// <param name="path">The file, <see cref="BatchOptions.JournalPath"/>.</param>
    /// <returns>The failures, read as they are enumerated.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">It is not a journal, or was created by another version of this package.</exception>
    public static IEnumerable<BatchFailure> ReadFailures(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.Exists(path) ? Read(path) : throw new FileNotFoundException("The journal does not exist.", path);
    }

    private static IEnumerable<BatchFailure> Read(string path)
    {
        using var connection = JournalFile.Open(path, isReader: false);
        new JournalIndex(connection).Update();
        using var rows = new JournalStatement(connection,
            "SELECT name, input, error_type, error_message, attempts, recorded_ms FROM entries JOIN keys ON keys.entry = entries.id JOIN works ON works.id "
            + "= entries.work WHERE error_type IS NOT NULL ORDER BY entries.id;");
        while (rows.Step())
        {
            yield return new BatchFailure(
                rows.Text(0)!, JsonSerializer.Deserialize<JsonElement>(rows.Bytes(1)!), new BatchError(rows.Text(2)!, rows.Text(3)!), (int)rows.Int64(4),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)));
        }
    }
}
