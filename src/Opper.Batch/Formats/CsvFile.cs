using System.Globalization;
using System.Text.Json;
using nietras.SeparatedValues;

namespace Opper.Batch.Formats;

/// <summary>Delimited values with a header line (RFC 4180).</summary>
internal static class CsvFile
{
    public static IEnumerable<T> Read<T>(Func<TextReader> open, char separator, JsonSerializerOptions options)
    {
        using var reader = Sep.New(separator).Reader(static settings => settings with { Unescape = true }).From(open());
        var rows = new RowReader<T>(reader.Header.ColNames, options);
        var count = reader.Header.ColNames.Count;
        for (var number = 1L; MoveNext(reader, number); number++)
        {
            yield return rows.Read(Cells(reader, count), number);
        }
    }

    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, TextWriter output, char separator,
        JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        var (summary, columns) = (new BatchSummary(), ResultTable.Columns<TIn, TOut>(options));
        using var writer = Sep.New(separator).Writer(static settings => settings with { Escape = true }).To(output, leaveOpen: true);
        writer.Header.Add([.. columns.Select(static column => column.Name)]);
        writer.Header.Write();
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Write(writer, columns, item);
            summary = summary.With(item);
        }

        return summary;
    }

    // The exception of Sep has the text of the row.
    private static bool MoveNext(SepReader reader, long number)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataException($"Row {number} has not as many columns as the header.");
        }
    }

    private static object?[] Cells(SepReader reader, int count)
    {
        var row = reader.Current;
        var cells = new object?[count];
        for (var i = 0; i < count; i++)
        {
            cells[i] = row[i].ToString();
        }

        return cells;
    }

    private static void Write<T>(SepWriter writer, IReadOnlyList<TableColumn<T>> columns, T item)
    {
        using var row = writer.NewRow();
        for (var i = 0; i < columns.Count; i++)
        {
            var cell = columns[i].Value(item);
            row[i].Set(cell is bool flag ? (flag ? "true" : "false") : Convert.ToString(cell, CultureInfo.InvariantCulture));
        }
    }
}
