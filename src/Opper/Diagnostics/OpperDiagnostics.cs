namespace Opper;

/// <summary>
/// The names of the activity source and the meter. With the OpenTelemetry SDK: <c>tracing.AddSource(OpperDiagnostics.ActivitySourceName)</c> and
/// <c>metrics.AddMeter(OpperDiagnostics.MeterName)</c>. Names and tags follow OpenTelemetry's semantic conventions for generative AI.
/// </summary>
public static class OpperDiagnostics
{
    /// <summary>The activity source: one activity for each call, function call, chat and embedding request, and one for each span started with
    /// <see cref="SpansClient.StartAsync"/>.</summary>
    public const string ActivitySourceName = "Opper";

    /// <summary>The meter: <c>gen_ai.client.operation.duration</c> and <c>gen_ai.client.operation.time_to_first_chunk</c> in seconds,
    /// <c>gen_ai.client.token.usage</c>, and <c>opper.cost</c> in USD.</summary>
    public const string MeterName = "Opper";
}
