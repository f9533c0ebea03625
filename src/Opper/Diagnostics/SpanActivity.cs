using System.Diagnostics;

namespace Opper;

/// <summary>Links Opper spans and activities.</summary>
internal static class SpanActivity
{
    public static Activity? Start(SpanScope scope)
    {
        var activity = OpperTelemetry.Source.HasListeners() ? OpperTelemetry.Source.StartActivity(scope.Name) : null;
        // Without listeners, the IDs go on the host's activity; those of the outermost span are kept.
        if ((activity ?? Activity.Current) is { IsAllDataRequested: true } tagged && tagged.GetTagItem("opper.span_id") is null)
        {
            tagged.SetTag("opper.trace_id", scope.TraceId).SetTag("opper.span_id", scope.Id);
        }

        return activity;
    }

    /// <summary>The IDs of the current activity, for the <c>meta</c> of the span.</summary>
    public static Dictionary<string, RawJson?>? Meta() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
        ? new Dictionary<string, RawJson?> { ["otel_trace_id"] = activity.TraceId.ToHexString(), ["otel_span_id"] = activity.SpanId.ToHexString() }
        : null;
}
