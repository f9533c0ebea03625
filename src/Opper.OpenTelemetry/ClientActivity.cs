using System.Diagnostics;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>Activities whose spans Opper has already: those of the client, and those that wrap a request to Opper's models.</summary>
internal static class ClientActivity
{
    private const string Provider = "opper";

    /// <summary>Whether the API, or the client's own tracing, records the activity.</summary>
    public static bool IsRecorded(Activity activity) =>
        activity.Source.Name == OpperDiagnostics.ActivitySourceName || (GenAi.IsModelCall(activity) && GenAi.Provider(activity) == Provider);

    /// <summary>The span of a <see cref="SpanScope"/>'s activity; <see langword="null"/> for all others. A model's span has the tags as well, but nothing is recorded under it.</summary>
    public static OpperSpanContext? SpanOf(Activity activity) =>
        activity.Source.Name == OpperDiagnostics.ActivitySourceName && GenAi.Operation(activity) is null
        && activity.GetTagItem("opper.span_id") is string spanId && activity.GetTagItem("opper.trace_id") is string traceId
            ? new OpperSpanContext(spanId, traceId)
            : null;
}
