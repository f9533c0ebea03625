using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Formats;
using Opper.Batch.Running;

namespace Opper.Batch;

/// <summary>
/// Reads inputs from files and writes results to files, depending on the file extension: <c>.jsonl</c> and <c>.ndjson</c>, <c>.csv</c>, <c>.tsv</c>,
/// <c>.parquet</c>. Memory usage does not depend on the size of the files.
/// </summary>
public static class BatchFiles
{
    private static readonly JsonSerializerOptions Defaults = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>Reads the rows of a file on demand.</summary>
    /// <typeparam name="T">A record whose members have the names of the columns, ignoring case; a dictionary; or, for one column or lines of text, a simple
    /// type.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The rows. A row that cannot be read throws an <see cref="InvalidDataException"/> with its number.</returns>
    /// <exception cref="NotSupportedException">The extension is not supported.</exception>
    public static IAsyncEnumerable<T> ReadAsync<T>(string path, JsonSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var json = Readable(options);
        return Extension(path) switch
        {
            ".csv" => new ListedInputs<T>(CsvFile.Read<T>(path, ',', json)),
            ".tsv" => new ListedInputs<T>(CsvFile.Read<T>(path, '\t', json)),
            ".parquet" => ParquetFile.ReadAsync<T>(path, json, cancellationToken),
            _ => JsonLines.ReadAsync<T>(path, json, cancellationToken),
        };
    }

    /// <summary>Writes results to a file as they are received. In a table, the members of inputs and outputs are columns such as <c>input.text</c>.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the outputs.</typeparam>
    /// <param name="items">The results: <c>runner.RunAsync(…)</c>.</param>
    /// <param name="path">The file, which is overwritten. A resumed run returns all its results again, so none are lost.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The totals of the run.</returns>
    /// <exception cref="NotSupportedException">The extension is not supported.</exception>
    public static Task<BatchSummary> WriteAsync<TIn, TOut>(this IAsyncEnumerable<BatchItem<TIn, TOut>> items, string path,
        JsonSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var json = Readable(options);
        return Extension(path) switch
        {
            ".csv" => CsvFile.WriteAsync(items, path, ',', json, cancellationToken),
            ".tsv" => CsvFile.WriteAsync(items, path, '\t', json, cancellationToken),
            ".parquet" => ParquetFile.WriteAsync(items, path, json, cancellationToken),
            _ => JsonLines.WriteAsync(items, path, json, cancellationToken),
        };
    }

    private static JsonSerializerOptions Readable(JsonSerializerOptions? options)
    {
        var json = options ?? Defaults;
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }

    private static string Extension(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".csv" or ".tsv" or ".parquet"
            ? Path.GetExtension(path).ToLowerInvariant()
            : throw new NotSupportedException($"'{Path.GetExtension(path)}' is not a supported extension. Use .jsonl, .ndjson, .csv, .tsv or .parquet.");
}
