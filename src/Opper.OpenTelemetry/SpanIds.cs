using System.Diagnostics;

namespace Opper.OpenTelemetry;

/// <summary>The ids in Opper that follow from those of an activity, the same in every process.</summary>
internal static class SpanIds
{
    /// <summary>A W3C trace id is as long as a UUID, and becomes one digit by digit.</summary>
    public static string Of(ActivityTraceId traceId) => Guid.ParseExact(traceId.ToHexString(), "N").ToString();

    /// <summary>A span id is half as long, and unique only within its trace: the second half of the trace id follows it.</summary>
    public static string Of(ActivityTraceId traceId, ActivitySpanId spanId) => Guid.ParseExact($"{spanId.ToHexString()}{traceId.ToHexString()[16..]}", "N").ToString();
}
