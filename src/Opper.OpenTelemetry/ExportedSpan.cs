using System.Diagnostics;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>What is kept with an activity that will be recorded: its ids, and whether its start had to be recorded before its end.</summary>
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

    /// <summary>The nearest activity above that is recorded by the exporter too; <see langword="null"/> for a root, or under a span that the client records.</summary>
    public ExportedSpan? Parent { get; }

    /// <summary>The recording of the start, if there was one; it ends in <see langword="false"/> when the span could not be created.</summary>
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

    /// <summary>What was attached; <see langword="null"/> for an activity that is not exported, which may show only by attributes that were set after its start.</summary>
    public static ExportedSpan? Of(Activity? activity) =>
        activity?.GetCustomProperty(Property) is ExportedSpan span && !ClientActivity.IsRecorded(activity) ? span : null;

    /// <summary>The span under which work of this activity is recorded: its own, or that of the nearest activity above that has one.</summary>
    public static OpperSpanContext? ContextOf(Activity? activity) => Nearest(activity) switch
    {
        null => null,
        var nearest when Of(nearest) is { } span => new OpperSpanContext(span.Id, span.TraceId),
        var nearest => ClientActivity.SpanOf(nearest),
    };

    /// <summary>The nearest activity that the exporter records, from this one upwards; <see langword="null"/> where there is none, or a span of the client's stands below it.</summary>
    public static ExportedSpan? NearestTo(Activity? activity) => Of(Nearest(activity));

    /// <summary>Records the start, once.</summary>
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
