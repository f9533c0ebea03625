namespace Opper.Tool.Terminal;

/// <summary>Aligned columns, whose lines a narrow terminal wraps: a table of the library omits there what does not fit.</summary>
internal static class Columns
{
    /// <param name="headings">The headings. Those of columns of numbers, which are aligned to the right, start with '>'.</param>
    /// <param name="rows">The rows.</param>
    public static string Text(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [[.. headings.Select(heading => heading.TrimStart('>'))], .. rows];
        var widths = headings.Select((_, column) => lines.Max(line => Segments.Width(line[column]))).ToList();
        return string.Join('\n', lines.Select(line => string.Join(' ', line.Select((cell, column) =>
        {
            var space = new string(' ', widths[column] - Segments.Width(cell));
            return headings[column].StartsWith('>') ? space + cell : cell + space;
        })).TrimEnd()));
    }
}
