using System.Diagnostics;

namespace Opper.OpenTelemetry;

/// <summary>Derives IDs in Opper from those of an activity; the result is the same in every process.</summary>
internal static class SpanIds
{
    /// <summary>A W3C trace ID has the length of a UUID and is converted digit by digit.</summary>
    public static string Of(ActivityTraceId traceId) => Guid.ParseExact(traceId.ToHexString(), "N").ToString();

    /// <summary>A span ID has half the length, and is unique only within its trace, so the second half of the trace ID is appended.</summary>
    public static string Of(ActivityTraceId traceId, ActivitySpanId spanId) =>
        Guid.ParseExact($"{spanId.ToHexString()}{traceId.ToHexString()[16..]}", "N").ToString();
}
