using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Opper.Batch.Diagnostics;

/// <summary>Activities and instruments of runs, under the names that the client uses, so that the same listeners receive them.</summary>
internal static class BatchTelemetry
{
    private static readonly string? Version = typeof(BatchTelemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(OpperDiagnostics.MeterName, Version);

    public static readonly ActivitySource Source = new(OpperDiagnostics.ActivitySourceName, Version);
    public static readonly Counter<long> Rows = Meter.CreateCounter<long>("opper.batch.rows", "{row}", "Rows that have a result.");
    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("opper.batch.refusals", "{refusal}", "Calls rejected by a rate limit.");
    public static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>("opper.batch.rows_in_flight", "{row}", "Rows in flight.");
}
