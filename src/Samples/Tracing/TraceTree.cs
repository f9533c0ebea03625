using Opper.Tracing;

namespace Opper.Samples.Tracing;

/// <summary>Writes a trace as an indented list.</summary>
internal static class TraceTree
{
    public static async Task WriteAsync(Trace trace, TextWriter output)
    {
        var children = (trace.Spans ?? []).OrderBy(span => span.StartTime).ToLookup(span => span.ParentSpanId, StringComparer.Ordinal);
        foreach (var root in children[null])
        {
            await WriteAsync(root, depth: 0);
        }

        async Task WriteAsync(TraceSpan span, int depth)
        {
            var type = span.Type is { Length: > 0 } kind ? $" ({kind})" : string.Empty;
            var error = span.Error is { } problem ? $", failed: {problem}" : string.Empty;
            var metrics = string.Concat((span.Metrics ?? []).Select(metric => FormattableString.Invariant($", {metric.Dimension} {metric.Value}")));
            await output.WriteLineAsync($"{new string(' ', depth * 2)}{span.Name}{type}{error}{metrics}");
            foreach (var child in children[span.Id])
            {
                await WriteAsync(child, depth + 1);
            }
        }
    }
}
