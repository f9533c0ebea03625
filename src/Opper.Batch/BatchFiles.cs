using System.Text.Json;
using System.Text.Json.Serialization;
using Opper.Batch.Formats;
using Opper.Batch.Json;
using Opper.Batch.Running;

namespace Opper.Batch;

/// <summary>
/// Reads inputs and writes results, in the format of the file's extension (<c>.jsonl</c>, <c>.ndjson</c>, <c>.csv</c>, <c>.tsv</c>, <c>.parquet</c>) or in a
/// given one. Memory usage does not depend on the size of the files.
/// </summary>
public static class BatchFiles
{
    private static readonly JsonSerializerOptions Defaults = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // Those of tuples.
        IncludeFields = true,
        MaxDepth = 512,
        Converters = { new EnumNameConverter() },
    };

    /// <summary>Reads the rows of a file on demand.</summary>
    /// <typeparam name="T">A record whose members have the names of the columns, in any case; a dictionary; JSON, such as <see cref="RawJson"/>; or, for one
    /// column or lines of text, a simple type.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="format">The format. Default: that of the extension.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json, with enumerations by
    /// name, fields, NaN and infinity.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The rows. A row that cannot be read throws an <see cref="InvalidDataException"/> with the file and its number, as does text that is not UTF-8
    /// or has half of a character (an unpaired surrogate in JSON), a damaged file, a column of Parquet of a type that JSON has no values for, or a table that
    /// lacks a column for a required constructor parameter.</returns>
    /// <exception cref="NotSupportedException">No format is given, and the extension is none of those.</exception>
    public static IAsyncEnumerable<T> ReadAsync<T>(string path, BatchFormat? format = null, JsonSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var known = format ?? FormatOf(path);
        return known is BatchFormat.Parquet
            ? ParquetFile.ReadAsync<T>(path, Readable(options), cancellationToken)
            : ReadText<T>(TextFile.At(path), known, options, cancellationToken);
    }

    /// <summary>Reads rows of text as they are needed, such as those of standard input.</summary>
    /// <typeparam name="T">As for a file.</typeparam>
    /// <param name="reader">The text. It is disposed of after the last row.</param>
    /// <param name="format">The format; any but <see cref="BatchFormat.Parquet"/>.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json, with enumerations by
    /// name, fields, NaN and infinity.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The rows, which can be enumerated once. A row that cannot be read throws an <see cref="InvalidDataException"/> with its number.</returns>
    /// <exception cref="NotSupportedException">The format is not one of text.</exception>
    public static IAsyncEnumerable<T> ReadAsync<T>(TextReader reader, BatchFormat format, JsonSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ReadText<T>(new TextFile(null, () => reader), format, options, cancellationToken);
    }

    /// <summary>Writes results to a file as they are received. In a table, the members of inputs, outputs and errors are columns such as <c>input.text</c>;
    /// values of no declared type are one column of JSON.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the outputs.</typeparam>
    /// <param name="items">The results: <c>runner.RunAsync(…)</c>.</param>
    /// <param name="path">The file, which is replaced once the run has its first result; other names of the earlier file (hard links) keep its content. A
    /// resumed run returns all its results again, so none are lost.</param>
    /// <param name="format">The format. Default: that of the extension.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json, with enumerations by
    /// name, fields, NaN and infinity.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The totals of the run.</returns>
    /// <exception cref="NotSupportedException">No format is given, and the extension is none of those.</exception>
    /// <exception cref="IOException">The file cannot be written, or is that of the rows or the journal of the run.</exception>
    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(this IAsyncEnumerable<BatchItem<TIn, TOut>> items, string path, BatchFormat? format = null,
        JsonSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var known = format ?? FormatOf(path);

        // A file that cannot be written is noticed before any row is paid for. A run that waits for another one may have the same file.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        return await Closing.AfterAsync(
            async () =>
            {
                OutputFile.Declare(path);
                var begun = await BegunResults<BatchItem<TIn, TOut>>.BeginAsync(items, cancellationToken).ConfigureAwait(false);
                return await Closing.AfterAsync(
                    () =>
                    {
                        file = OutputFile.Begin(file);
                        return WriteAsync(begun, file, known, options, cancellationToken);
                    },
                    begun.DisposeAsync).ConfigureAwait(false);
            },
            () => file.DisposeAsync()).ConfigureAwait(false);
    }

    /// <summary>Writes results as text as they come, such as to standard output.</summary>
    /// <typeparam name="TIn">The type of the inputs.</typeparam>
    /// <typeparam name="TOut">The type of the outputs.</typeparam>
    /// <param name="items">The results: <c>runner.RunAsync(…)</c>.</param>
    /// <param name="writer">Where to. It is left open.</param>
    /// <param name="format">The format; any but <see cref="BatchFormat.Parquet"/>.</param>
    /// <param name="options">The serializer options. Default: the web defaults of System.Text.Json, with enumerations by
    /// name, fields, NaN and infinity.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The totals of the run.</returns>
    /// <exception cref="NotSupportedException">The format is not one of text.</exception>
    public static Task<BatchSummary> WriteAsync<TIn, TOut>(this IAsyncEnumerable<BatchItem<TIn, TOut>> items, TextWriter writer, BatchFormat format,
        JsonSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(writer);
        return format is BatchFormat.JsonLines
            ? JsonLines.WriteAsync(items, writer, Readable(options), cancellationToken)
            : CsvFile.WriteAsync(items, writer, Separator(format), Readable(options), cancellationToken);
    }

    private static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, FileStream file, BatchFormat format,
        JsonSerializerOptions? options, CancellationToken cancellationToken)
    {
        if (format is BatchFormat.Parquet)
        {
            return await ParquetFile.WriteAsync(items, file, Readable(options), cancellationToken).ConfigureAwait(false);
        }

        // Characters that no encoding has, such as half of a pair, are replaced: they must not end a run whose results have been paid for.
        var writer = new StreamWriter(file, TextFile.Lenient) { AutoFlush = true };
        return await Closing.AfterAsync(() => items.WriteAsync(writer, format, options, cancellationToken), writer.DisposeAsync).ConfigureAwait(false);
    }

    private static IAsyncEnumerable<T> ReadText<T>(TextFile file, BatchFormat format, JsonSerializerOptions? options,
        CancellationToken cancellationToken) => format is BatchFormat.JsonLines
        ? JsonLines.ReadAsync<T>(file, Readable(options), cancellationToken)
        : new ListedInputs<T>(CsvFile.Read<T>(file, Separator(format), Readable(options)));

    private static char Separator(BatchFormat format) => format switch
    {
        BatchFormat.Csv => ',',
        BatchFormat.Tsv => '\t',
        _ => throw new NotSupportedException($"{format} is not a format of text: it needs a file."),
    };

    private static JsonSerializerOptions Readable(JsonSerializerOptions? options) => BatchJson.Complete(options ?? Defaults);

    private static BatchFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => BatchFormat.JsonLines,
        ".csv" => BatchFormat.Csv,
        ".tsv" => BatchFormat.Tsv,
        ".parquet" => BatchFormat.Parquet,
        var extension => throw new NotSupportedException(
            $"The extension '{extension}' names no known format: .jsonl, .ndjson, .csv, .tsv and .parquet do. Otherwise, give the format."),
    };
}
