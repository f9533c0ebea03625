using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>Parquet. Row groups are read one at a time, so that only one is in memory.</summary>
internal static class ParquetFile
{
    // Each row group has metadata for each of its columns, all of which a writer and a reader have in memory.
    private const int MostRowsOfGroup = 1 << 13;
    private const int MostBytesOfGroup = 1 << 24;

    /// <exception cref="InvalidDataException">The file is damaged or no Parquet, or has columns of a type that JSON has no values for.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(string path, JsonSerializerOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OutputFile.CheckIsNot(path, "that of the rows");
        // Not by the library, which does not close a file that it cannot read.
        var file = new ParquetSource(path);
        await using (file.ConfigureAwait(false))
        {
            var (reader, schema) = await OpenAsync(file, path, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var of = $" of '{path}'";
                var rows = new RowReader<T>([.. schema.Fields.Select(static field => field.Name)], of, options);
                var number = 1L;
                for (var group = 0; group < reader.RowGroupCount; group++)
                {
                    using var values = await ParquetRows.ReadAsync(reader, group, schema, of, cancellationToken).ConfigureAwait(false);
                    for (var row = 0; row < values.Count; row++, number++)
                    {
                        yield return rows.Read(values.Next(number), number);
                    }
                }
            }
        }
    }

    private static async Task<(ParquetReader Reader, ParquetSchema Schema)> OpenAsync(ParquetSource file, string path, CancellationToken cancellationToken)
    {
        try
        {
            await file.CheckMetadataAsync(cancellationToken).ConfigureAwait(false);
            var reader = await ParquetReader.CreateAsync(file, new ParquetOptions { UseBigDecimal = true, UseDateOnlyTypeForDates = true },
                leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            return (reader, reader.Schema);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as Parquet: {exception.Message}", exception);
        }
    }

    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, Stream file, JsonSerializerOptions options,
        CancellationToken cancellationToken)
    {
        var (summary, table) = (new BatchSummary(), ResultTable.Columns<TIn, TOut>(options));
        var columns = table.Select(static column => ParquetColumn.Of(column.Name, column.Kind)).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. columns.Select(static column => column.Field)]), file,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        var cells = new object?[columns.Length];
        var (rows, bytes) = (0, 0L);
        return await Closing.AfterAsync(WriteRowsAsync, EndAsync).ConfigureAwait(false);

        async Task<BatchSummary> WriteRowsAsync()
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Add(item);
                summary = summary.With(item);
                if (rows == MostRowsOfGroup || bytes >= MostBytesOfGroup)
                {
                    await WriteGroupAsync().ConfigureAwait(false);
                }
            }

            return summary;
        }

        // All cells before the first is added, as the converter of one may throw.
        void Add(BatchItem<TIn, TOut> item)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = table[i].Value(item);
            }

            for (var i = 0; i < cells.Length; i++)
            {
                bytes += columns[i].Add(cells[i]);
            }

            rows++;
        }

        async Task WriteGroupAsync()
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.WriteAsync(group).ConfigureAwait(false);
            }

            (rows, bytes) = (0, 0);
        }

        // Also of a run that ends early, for example with its budget: as in files of text, all results are in the file.
        async ValueTask EndAsync()
        {
            await using (writer.ConfigureAwait(false))
            {
                if (rows > 0)
                {
                    await WriteGroupAsync().ConfigureAwait(false);
                }
            }
        }
    }
}
