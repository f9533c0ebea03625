using System.Diagnostics;

namespace Opper;

/// <summary>Ties Opper's spans and the process's activities together.</summary>
internal static class SpanActivity
{
    public static Activity? Start(SpanScope scope)
    {
        var activity = OpperTelemetry.Source.HasListeners() ? OpperTelemetry.Source.StartActivity(scope.Name) : null;
        // Without one of ours the host's own activity says where its work is found; the outermost span stays named.
        if ((activity ?? Activity.Current) is { IsAllDataRequested: true } tagged && tagged.GetTagItem("opper.span_id") is null)
        {
            tagged.SetTag("opper.trace_id", scope.TraceId).SetTag("opper.span_id", scope.Id);
        }

        return activity;
    }

    /// <summary>The ids of the current activity, for the span's meta.</summary>
    public static Dictionary<string, RawJson?>? Meta() => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
        ? new Dictionary<string, RawJson?> { ["otel_trace_id"] = activity.TraceId.ToHexString(), ["otel_span_id"] = activity.SpanId.ToHexString() }
        : null;
}
