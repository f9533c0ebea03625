using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>Parquet. Row groups are read one at a time, so that only one is in memory.</summary>
internal static class ParquetFile
{
    private const int RowsOfGroup = 8192;

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
        var (summary, columns) = (new BatchSummary(), ResultTable.Columns<TIn, TOut>(options));
        var fields = columns.Select(static column => ParquetColumn.Field(column.Name, column.Kind)).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, cancellationToken: cancellationToken).ConfigureAwait(false);
        var group = new List<BatchItem<TIn, TOut>>(RowsOfGroup);
        return await Closing.AfterAsync(WriteRowsAsync, EndAsync).ConfigureAwait(false);

        async Task<BatchSummary> WriteRowsAsync()
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                group.Add(item);
                summary = summary.With(item);
                if (group.Count == RowsOfGroup)
                {
                    await WriteAsync(writer, group, columns, fields).ConfigureAwait(false);
                }
            }

            return summary;
        }

        // Also of a run that ends early, for example with its budget: as in files of text, all results are in the file.
        async ValueTask EndAsync()
        {
            await using (writer.ConfigureAwait(false))
            {
                if (group.Count > 0)
                {
                    await WriteAsync(writer, group, columns, fields).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task WriteAsync<T>(ParquetWriter writer, List<T> rows, IReadOnlyList<TableColumn<T>> columns, DataField[] fields)
    {
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < fields.Length; i++)
        {
            await ParquetColumn.WriteAsync(group, fields[i], columns[i].Kind, [.. rows.Select(columns[i].Value)]).ConfigureAwait(false);
        }

        rows.Clear();
    }
}
