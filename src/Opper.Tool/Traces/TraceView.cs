using System.Globalization;
using Opper.Tool.Terminal;
using Opper.Tracing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Opper.Tool.Traces;

/// <summary>A trace on the terminal: its spans as a tree, and with a width also when each of them ran.</summary>
internal sealed class TraceView(Trace trace, int? width)
{
    private const int MinBarWidth = 20;
    private const int NumbersWidth = 30;

    public IRenderable Render()
    {
        var rows = SpanRow.Of([.. trace.Spans ?? []]);
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0)).AddColumn(new GridColumn().NoWrap().RightAligned());
        var barWidth = width - NumbersWidth - rows.Select(row => row.Guide.Length + Name(row.Span).Length).DefaultIfEmpty().Max();
        grid.AddColumn(width is null ? new GridColumn().NoWrap().RightAligned() : new GridColumn().NoWrap());
        grid.AddColumn(new GridColumn());
        foreach (var row in rows)
        {
            IRenderable middle = width is null
                ? new Text(Tokens(row.Span), Style.Parse("dim"))
                : new Text(Bar(row.Span, Math.Max(MinBarWidth, barWidth ?? 0)), Style.Parse(row.Span.Error is null ? "teal" : "red"));
            grid.AddRow(
                new Paragraph().Append(row.Guide, Style.Parse("dim")).Append(Name(row.Span)),
                new Text(Duration.Text(Milliseconds(row.Span)), Style.Parse("teal")),
                middle,
                new Text(Printable.Line(row.Span.Error ?? string.Empty), Style.Parse("red")));
        }

        var sum = string.Create(CultureInfo.InvariantCulture, $"trace {trace.Id}, {rows.Count} spans, {Duration.Text(trace.DurationMs ?? Total)}, {trace.TotalTokens ?? 0:N0} tokens");
        return new Rows(grid, new Text(sum, Style.Parse("dim")));
    }

    private DateTimeOffset? Start => trace.Spans?.Min(span => span.StartTime);

    private double? Total => trace.Spans is { Count: > 0 } spans ? (spans.Max(span => End(span)) - Start)?.TotalMilliseconds : null;

    private static DateTimeOffset? End(TraceSpan span) => span.EndTime ?? (span.StartTime is { } start && span.DurationMs is { } took ? start.AddMilliseconds(took) : span.StartTime);

    private static double? Milliseconds(TraceSpan span) => span.DurationMs ?? (span.EndTime - span.StartTime)?.TotalMilliseconds;

    private static string Name(TraceSpan span) => Printable.Line(span.Name ?? "?");

    private static string Tokens(TraceSpan span)
        => span.Data?.TotalTokens is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} tokens") : string.Empty;

    private string Bar(TraceSpan span, int columns)
    {
        if (span.StartTime is not { } start || Total is not { } total)
        {
            return new string(' ', columns);
        }

        var scale = columns / Math.Max(total, 1);
        var from = Math.Clamp((int)((start - Start!.Value).TotalMilliseconds * scale), 0, columns - 1);
        var to = Math.Clamp((int)Math.Ceiling((End(span)!.Value - Start.Value).TotalMilliseconds * scale), from + 1, columns);
        return new string(' ', from) + new string('━', to - from) + new string(' ', columns - to);
    }
}
