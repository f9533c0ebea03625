using System.Globalization;
using Opper.Tracing;
using Spectre.Console;

namespace Opper.Quickstart.Steps;

/// <summary>Reads the trace and shows it as a tree.</summary>
internal sealed class TraceStep(OpperClient opper)
{
    private const int Indent = 4;
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(string traceId, CancellationToken cancellationToken)
    {
        Terminal.Heading(5, "The trace of all this");
        var trace = await Terminal.WaitAsync("Fetching the trace …", () => FetchAsync(traceId, cancellationToken));
        if (trace?.Spans is not { Count: > 0 } spans)
        {
            Terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [yellow]The trace is not available yet;[/] its id is {traceId}.");
            return;
        }

        Show(trace, spans);
    }

    // Traces are eventually consistent: the end of the root span may arrive a moment later.
    private async Task<Trace?> FetchAsync(string traceId, CancellationToken cancellationToken)
    {
        Trace? trace = null;
        for (var i = 0; i < Tries; i++)
        {
            if (i > 0)
            {
                await Task.Delay(Pause, cancellationToken);
            }

            try
            {
                trace = await opper.Traces.GetAsync(traceId, cancellationToken: cancellationToken);
            }
            catch (OpperNotFoundException)
            {
                continue;
            }

            if (trace.Spans is { } spans && spans.Any(span => span.ParentSpanId is null && span.EndTime is not null))
            {
                break;
            }
        }

        return trace;
    }

    private static void Show(Trace trace, IList<TraceSpan> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        var roots = spans.Where(span => span.ParentSpanId is not { } parent || !ids.Contains(parent)).ToList();
        var children = spans.Except(roots).OrderBy(span => span.StartTime).ToLookup(span => span.ParentSpanId, StringComparer.Ordinal);
        var width = roots.Max(root => Width(root, depth: 0));
        foreach (var root in roots)
        {
            var tree = new Tree(Label(root, depth: 0)) { Style = Style.Parse("dim") };
            Add(tree, root, depth: 1);
            Terminal.Out.Write(new Padder(tree, new Padding(2, 0, 0, 0)));
        }

        Terminal.Out.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"  [dim]trace {trace.Id}, {spans.Count} spans, {trace.TotalTokens ?? 0:N0} tokens[/]");

        void Add(IHasTreeNodes node, TraceSpan parent, int depth)
        {
            foreach (var span in children[parent.Id])
            {
                Add(node.AddNode(Label(span, depth)), span, depth + 1);
            }
        }

        int Width(TraceSpan span, int depth) =>
            children[span.Id].Select(child => Width(child, depth + 1)).Append((depth * Indent) + (span.Name ?? string.Empty).Length).Max();

        Markup Label(TraceSpan span, int depth)
        {
            var name = (span.Name ?? "?").PadRight(width - (depth * Indent));
            var tokens = span.Data?.TotalTokens is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count,7:N0} tokens") : string.Empty;
            var error = span.Error is null ? string.Empty : $"  [red]{span.Error.EscapeMarkup()}[/]";
            return new Markup($"{name.EscapeMarkup()}  [teal]{Duration(span),9}[/]  [dim]{tokens}[/]{error}");
        }
    }

    private static string Duration(TraceSpan span)
    {
        var milliseconds = span.DurationMs ?? (span.EndTime - span.StartTime)?.TotalMilliseconds;
        return milliseconds switch
        {
            null => "running",
            < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s"),
        };
    }
}
