using System.Globalization;
using System.Text;
using System.Text.Json;
using nietras.SeparatedValues;

namespace Opper.Batch.Formats;

/// <summary>Delimited values with a header line (RFC 4180).</summary>
internal static class CsvFile
{
    public static IEnumerable<T> Read<T>(TextFile file, char separator, JsonSerializerOptions options)
    {
        using var reader = Open(file, separator);
        var names = reader.Header.ColNames;
        var rows = new RowReader<T>(names, file.Of, options);
        for (var number = 1L; MoveNext(reader, file);)
        {
            if (Cells(reader, names.Count, FormattableString.Invariant($"Row {number}{file.Of}")) is { } cells)
            {
                yield return rows.Read(cells, number++);
            }
        }
    }

    public static async Task<BatchSummary> WriteAsync<TIn, TOut>(IAsyncEnumerable<BatchItem<TIn, TOut>> items, TextWriter output, char separator,
        JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        var (summary, columns) = (new BatchSummary(), ResultTable.Columns<TIn, TOut>(options));
        var text = new StringBuilder();
        using var writer = Sep.New(separator).Writer(static settings => settings with { Escape = true }).To(text);
        writer.Header.Add([.. columns.Select(static column => column.Name)]);
        writer.Header.Write();
        await WriteAsync(output, text).ConfigureAwait(false);
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            Write(writer, columns, item);
            await WriteAsync(output, text).ConfigureAwait(false);
            summary = summary.With(item);
        }

        return summary;
    }

    private static SepReader Open(TextFile file, char separator)
    {
        var text = file.Open();
        try
        {
            // The number of columns is checked here: the exception of Sep has the text of the row.
            return Sep.New(separator).Reader(static settings => settings with { Unescape = true, DisableColCountCheck = true }).From(text);
        }
        catch (DecoderFallbackException exception)
        {
            text.Dispose();
            throw file.NotText(exception);
        }
        catch (ArgumentException exception)
        {
            text.Dispose();
            throw new InvalidDataException($"The header{file.Of} is not valid, because each column needs its own name: {exception.Message}", exception);
        }
    }

    private static bool MoveNext(SepReader reader, TextFile file)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException($"A row{file.Of} has more than 16,777,216 characters, or a quotation mark that is not closed.", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw file.NotText(exception);
        }
    }

    /// <returns>The cells, or <see langword="null"/> for a blank line. An empty cell of a single column is two quotation marks.</returns>
    private static object?[]? Cells(SepReader reader, int count, string name)
    {
        var row = reader.Current;
        if (row.ColCount == 1 && (count > 1 ? row.Span.IsWhiteSpace() : row.Span.IsEmpty))
        {
            return null;
        }

        // Only the last row can have such a cell, which then contains the rest of the file.
        if (row.Span.Count('"') % 2 == 1)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{name}, which begins in line {row.LineNumberFrom}, has a quotation mark that is not ")
                + "closed.");
        }

        if (row.ColCount != count)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{name}, in line {row.LineNumberFrom}, has {row.ColCount} columns, but the header has ")
                + FormattableString.Invariant($"{count}."));
        }

        var cells = new object?[count];
        for (var i = 0; i < count; i++)
        {
            cells[i] = row[i].ToString();
        }

        return cells;
    }

    // A row is written at once: Sep writes each cell and each separator, which may be a system call.
    private static async Task WriteAsync(TextWriter output, StringBuilder text)
    {
        await output.WriteAsync(text.ToString()).ConfigureAwait(false);
        text.Clear();
    }

    private static void Write<T>(SepWriter writer, IReadOnlyList<TableColumn<T>> columns, T item)
    {
        // Before the row, which would replace the exception of a value that cannot be written by its own.
        var cells = columns.Select(column => column.Value(item)).ToList();
        using var row = writer.NewRow();
        for (var i = 0; i < cells.Count; i++)
        {
            row[i].Set(cells[i] is bool flag ? (flag ? "true" : "false") : Convert.ToString(cells[i], CultureInfo.InvariantCulture));
        }
    }
}
