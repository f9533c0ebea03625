using System.Diagnostics;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>The export state of an activity: its IDs, and whether its start had to be recorded before its end.</summary>
internal sealed class ExportedSpan
{
    private const string Property = "Opper.OpenTelemetry.Span";

    private readonly object _gate = new();
    private Task<bool>? _started;

    private ExportedSpan(Activity activity, bool linksRemoteParent)
    {
        Activity = activity;
        Id = SpanIds.Of(activity.TraceId, activity.SpanId);
        var parent = ContextOf(activity.Parent);
        Parent = NearestTo(activity.Parent);
        ParentId = parent?.SpanId ?? (linksRemoteParent && activity.HasRemoteParent ? SpanIds.Of(activity.TraceId, activity.ParentSpanId) : null);
        TraceId = parent?.TraceId ?? SpanIds.Of(activity.TraceId);
    }

    public Activity Activity { get; }

    public string Id { get; }

    public string TraceId { get; }

    public string? ParentId { get; }

    /// <summary>The nearest exported ancestor; <see langword="null"/> for a root, or under a span that the client records.</summary>
    public ExportedSpan? Parent { get; }

    /// <summary>The request that recorded the start, if any; its result is <see langword="false"/> if the span could not be created.</summary>
    public Task<bool>? Started
    {
        get
        {
            lock (_gate)
            {
                return _started;
            }
        }
    }

    public static void Attach(Activity activity, bool linksRemoteParent) => activity.SetCustomProperty(Property, new ExportedSpan(activity, linksRemoteParent));

    /// <summary>The attached state, or <see langword="null"/> if the activity is not exported, which attributes set after its start may decide.</summary>
    public static ExportedSpan? Of(Activity? activity) =>
        activity?.GetCustomProperty(Property) is ExportedSpan span && !ClientActivity.IsRecorded(activity) ? span : null;

    /// <summary>The span that children of the activity belong to: its own, or that of the nearest ancestor that has one.</summary>
    public static OpperSpanContext? ContextOf(Activity? activity) => Nearest(activity) switch
    {
        null => null,
        var nearest when Of(nearest) is { } span => new OpperSpanContext(span.Id, span.TraceId),
        var nearest => ClientActivity.SpanOf(nearest),
    };

    /// <summary>The activity itself or its nearest exported ancestor; <see langword="null"/> if there is none, or a span of the client is nearer.</summary>
    public static ExportedSpan? NearestTo(Activity? activity) => Of(Nearest(activity));

    /// <summary>Records the start, at most once.</summary>
    public Task<bool> StartAsync(Func<ExportedSpan, Task<bool>> record)
    {
        lock (_gate)
        {
            return _started ??= record(this);
        }
    }

    private static Activity? Nearest(Activity? activity)
    {
        while (activity is not null && Of(activity) is null && ClientActivity.SpanOf(activity) is null)
        {
            activity = activity.Parent;
        }

        return activity;
    }
}
