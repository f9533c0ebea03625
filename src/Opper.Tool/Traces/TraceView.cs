using System.Globalization;
using Opper.Evaluation.Reports;
using Opper.Tool.Terminal;
using Opper.Tracing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Opper.Tool.Traces;

/// <summary>A trace on the terminal: its spans as a tree and, if there is a width, the time in which each of them ran.</summary>
internal sealed class TraceView(Trace trace, int? width)
{
    private const int MinBarWidth = 20;
    private const int NumbersWidth = 30;

    /// <summary>The width to which names are aligned; a deeper tree extends beyond it.</summary>
    private const int MaxNameWidth = 80;

    private readonly Lazy<DateTimeOffset?> _start = new(() => trace.Spans?.Min(span => span.StartTime));
    private readonly Lazy<double?> _total = new(() =>
        trace.Spans is { Count: > 0 } spans ? (spans.Max(span => End(span)) - spans.Min(span => span.StartTime))?.TotalMilliseconds : null);

    // Not a table of the library, whose layout takes minutes for a deep trace.
    public IRenderable Render()
    {
        var rows = SpanRow.Of([.. trace.Spans ?? []]);
        var nameWidth = Math.Min(MaxNameWidth, rows.Select(row => Segments.Width(row.Guide + Name(row.Span))).DefaultIfEmpty().Max());
        var durationWidth = rows.Select(row => Duration.Text(Milliseconds(row.Span)).Length).DefaultIfEmpty().Max();
        var barWidth = Math.Max(MinBarWidth, (width ?? 0) - NumbersWidth - nameWidth);
        var tokenWidth = rows.Select(row => Tokens(row.Span).Length).DefaultIfEmpty().Max();
        var (dim, number) = (Style.Parse("dim"), Style.Parse("teal"));
        var lines = rows.Select(row => new Segments(
        [
            new Segment(row.Guide, dim),
            new Segment(Name(row.Span) + new string(' ', Math.Max(0, nameWidth - Segments.Width(row.Guide + Name(row.Span))) + 2)),
            new Segment(Duration.Text(Milliseconds(row.Span)).PadLeft(durationWidth), number),
            width is null ? new Segment("  " + Tokens(row.Span).PadLeft(tokenWidth), dim)
                : new Segment("  " + Bar(row.Span, barWidth), Style.Parse(row.Span.Error is null ? "teal" : "red")),
            new Segment($"  {VisibleText.Line(row.Span.Error)}".TrimEnd(), Style.Parse("red")),
        ]));
        var sum = string.Create(CultureInfo.InvariantCulture,
            $"trace {VisibleText.Line(trace.Id)}, {rows.Count} spans, {Duration.Text(trace.DurationMs ?? _total.Value)}, {trace.TotalTokens ?? 0:N0} tokens");
        return new Rows([.. lines, new Segments([new Segment(sum, dim)])]);
    }

    private static DateTimeOffset? End(TraceSpan span) =>
        span.EndTime ?? (span.StartTime is { } start && span.DurationMs is { } took ? start.AddMilliseconds(took) : span.StartTime);

    private static double? Milliseconds(TraceSpan span) => span.DurationMs ?? (span.EndTime - span.StartTime)?.TotalMilliseconds;

    private static string Name(TraceSpan span) => VisibleText.Line(span.Name ?? "?");

    private static string Tokens(TraceSpan span) =>
        span.Data?.TotalTokens is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} tokens") : string.Empty;

    private string Bar(TraceSpan span, int columns)
    {
        if (span.StartTime is not { } start || _total.Value is not { } total)
        {
            return new string(' ', columns);
        }

        var scale = columns / Math.Max(total, 1);
        var from = Math.Clamp((int)((start - _start.Value!.Value).TotalMilliseconds * scale), 0, columns - 1);
        var to = Math.Clamp((int)Math.Ceiling((End(span)!.Value - _start.Value!.Value).TotalMilliseconds * scale), from + 1, columns);
        return new string(' ', from) + new string('━', to - from) + new string(' ', columns - to);
    }
}
