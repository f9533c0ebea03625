using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Opper.Diagnostics;

/// <summary>The activity source and the instruments, one of each per process.</summary>
internal static class OpperTelemetry
{
    private static readonly string? Version = typeof(OpperTelemetry).Assembly.GetName().Version?.ToString(3);

    // Bucket boundaries from the semantic conventions.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = (double[])[0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };
    private static readonly InstrumentAdvice<long> Tokens = new()
    {
        HistogramBucketBoundaries = (long[])[1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private static readonly Meter Meter = new(OpperDiagnostics.MeterName, Version);

    public static readonly ActivitySource Source = new(OpperDiagnostics.ActivitySourceName, Version);
    public static readonly Histogram<double> Duration = Meter.CreateHistogram("gen_ai.client.operation.duration", "s",
        "Duration of the operation.", tags: null, Seconds);
    public static readonly Histogram<double> TimeToFirstChunk = Meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s",
        "Time from the request to the first chunk of a streamed response.", tags: null, Seconds);
    public static readonly Histogram<long> TokenUsage = Meter.CreateHistogram("gen_ai.client.token.usage", "{token}",
        "Number of input and output tokens.", tags: null, Tokens);
    public static readonly Counter<double> Cost = Meter.CreateCounter<double>("opper.cost", "{USD}", "Cost of operations.");

    public static bool IsEnabled => Source.HasListeners() || Duration.Enabled || TokenUsage.Enabled || TimeToFirstChunk.Enabled || Cost.Enabled;
}
