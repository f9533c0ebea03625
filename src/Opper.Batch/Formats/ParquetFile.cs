using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>Parquet. Row groups are read one at a time, so that only one is in memory.</summary>
internal static class ParquetFile
{
    private const int RowsOfGroup = 8192;

    public static async IAsyncEnumerable<T> ReadAsync<T>(string path, JsonSerializerOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OutputFile.CheckIsNot(path, "that of the rows");
        var reader = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var fields = reader.Schema.GetDataFields();
            var rows = new RowReader<T>([.. fields.Select(static field => field.Path.ToString())], $" of '{path}'", options);
            var number = 1L;
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var part = reader.OpenRowGroupReader(group);
                var columns = new List<Array>();
                foreach (var field in fields)
                {
                    columns.Add(await ParquetColumn.ReadAsync(part, field, cancellationToken).ConfigureAwait(false));
                }

                for (var row = 0; row < part.RowCount; row++, number++)
                {
                    yield return rows.Read([.. columns.Select(column => column.GetValue(row))], number);
                }
            }
        }
    }

    private static async Task<ParquetReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
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
        await using (writer.ConfigureAwait(false))
        {
            var group = new List<BatchItem<TIn, TOut>>(RowsOfGroup);
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                group.Add(item);
                summary = summary.With(item);
                if (group.Count == RowsOfGroup)
                {
                    await WriteAsync(writer, group, columns, fields).ConfigureAwait(false);
                }
            }

            if (group.Count > 0)
            {
                await WriteAsync(writer, group, columns, fields).ConfigureAwait(false);
            }
        }

        return summary;
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
