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
        foreach (var root in children[null])
        {
            Add(root, string.Empty, string.Empty);
        }

        foreach (var span in spans)
        {
            Add(span, string.Empty, string.Empty);
        }

        return rows;

        void Add(TraceSpan span, string own, string below)
        {
            if (!seen.Add(span))
            {
                return;
            }

            rows.Add(new SpanRow(span, own));
            var parts = span.Id is null ? [] : children[span.Id].ToList();
            for (var i = 0; i < parts.Count; i++)
            {
                var isLast = i == parts.Count - 1;
                Add(parts[i], below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
            }
        }
    }
}
