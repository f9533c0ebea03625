using System.Diagnostics;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>Recognizes activities that Opper already has spans for: those of the client, and those around a request to Opper's models.</summary>
internal static class ClientActivity
{
    private const string Provider = "opper";

    /// <summary>Whether the API, or the client's own tracing, records the activity.</summary>
    public static bool IsRecorded(Activity activity) =>
        activity.Source.Name == OpperDiagnostics.ActivitySourceName || (GenAi.IsModelCall(activity) && GenAi.Provider(activity) == Provider);

    /// <summary>The span of a <see cref="SpanScope"/>'s activity; otherwise <see langword="null"/>. A model call has the same tags, but no children.</summary>
    public static OpperSpanContext? SpanOf(Activity activity) =>
        activity.Source.Name == OpperDiagnostics.ActivitySourceName && GenAi.Operation(activity) is null
        && activity.GetTagItem("opper.span_id") is string spanId && activity.GetTagItem("opper.trace_id") is string traceId
            ? new OpperSpanContext(spanId, traceId)
            : null;
}
