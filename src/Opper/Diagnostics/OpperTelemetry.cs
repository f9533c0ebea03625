using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Opper;

/// <summary>The activity source and the instruments. Static, as listeners expect one of each for a process.</summary>
internal static class OpperTelemetry
{
    private static readonly string? Version = typeof(OpperTelemetry).Assembly.GetName().Version?.ToString(3);

    // The conventions name these bounds.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = (double[])[0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
    private static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = (long[])[1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    private static readonly Meter Meter = new(OpperDiagnostics.MeterName, Version);

    public static readonly ActivitySource Source = new(OpperDiagnostics.ActivitySourceName, Version);
    public static readonly Histogram<double> Duration = Meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Duration of the operation.", tags: null, Seconds);
    public static readonly Histogram<double> TimeToFirstChunk = Meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time from the request to the first piece of a streamed answer.", tags: null, Seconds);
    public static readonly Histogram<long> TokenUsage = Meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens read and written.", tags: null, Tokens);
    public static readonly Counter<double> Cost = Meter.CreateCounter<double>("opper.cost", "{USD}", "What the operations cost.");

    public static bool IsEnabled => Source.HasListeners() || Duration.Enabled || TokenUsage.Enabled || TimeToFirstChunk.Enabled || Cost.Enabled;
}
