using Opper.Tracing;

namespace Opper.Tool.Traces;

/// <summary>A span in tree order, with its tree lines.</summary>
/// <param name="Span">The span.</param>
/// <param name="Guide">The tree lines before its name.</param>
internal sealed record SpanRow(TraceSpan Span, string Guide)
{
    /// <summary>Roots first, children below their parents, siblings ordered by start time. Spans in a cycle of parents are roots.</summary>
    public static IReadOnlyList<SpanRow> Of(IReadOnlyCollection<TraceSpan> spans)
    {
        var ids = spans.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        var children = spans.OrderBy(span => span.StartTime).ToLookup(span => span.ParentSpanId is { } parent && ids.Contains(parent) ? parent : null,
            StringComparer.Ordinal);
        var rows = new List<SpanRow>();
        var seen = new HashSet<TraceSpan>(ReferenceEqualityComparer.Instance);
        // Without recursion, as the depth of a trace is not limited.
        var open = new Stack<(TraceSpan Span, string Own, string Below)>();
        foreach (var root in children[null].Concat(spans))
        {
            for (open.Push((root, string.Empty, string.Empty)); open.TryPop(out var next);)
            {
                if (!seen.Add(next.Span))
                {
                    continue;
                }

                rows.Add(new SpanRow(next.Span, next.Own));
                var parts = next.Span.Id is null ? [] : children[next.Span.Id].ToList();
                for (var i = parts.Count - 1; i >= 0; i--)
                {
                    var isLast = i == parts.Count - 1;
                    open.Push((parts[i], next.Below + (isLast ? "└─ " : "├─ "), next.Below + (isLast ? "   " : "│  ")));
                }
            }
        }

        return rows;
    }
}
