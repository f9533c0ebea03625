using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Tool.Batches;

/// <summary>Inputs from a file with one JSON value per line, or from standard input.</summary>
internal static class BatchRows
{
    public static async IAsyncEnumerable<RawJson> ReadAsync(TextReader reader, string source, string? field,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(line, field) ?? throw new UsageException(FormattableString.Invariant(
                    $"{source}, line {number}: {(field is null ? "this is not JSON" : $"this is not a JSON object with '{field}'")}."));
            }
        }
    }

    /// <summary>Counts the rows of a file.</summary>
    public static async Task<int> CountAsync(string path, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            count += string.IsNullOrWhiteSpace(line) ? 0 : 1;
        }

        return count;
    }

    private static RawJson? Read(string line, string? field)
    {
        try
        {
            var json = JsonDocument.Parse(line).RootElement;
            return field is null ? json : json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
