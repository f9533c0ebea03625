namespace Opper.Benchmarks.Measuring;

/// <summary>A row of the table: a measure of a piece of work, and what Opper must reach in multiples of the floor.</summary>
internal sealed record Row(string Title, string Work, string Measure, double? Goal, string Client = "opper")
{
    private const string Telemetry = "opper-telemetry";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("text call ~1 KB, CPU per call at 32 in flight", Measuring.Work.Call, Measurement.Cpu, 1.05),
        new("text call, bytes allocated", Measuring.Work.Call, Measurement.Bytes, 1),
        new("text call, sequential, latency p50", Measuring.Work.Latency, Measurement.Time, 1.1),
        new("text call, sequential, client and server on one core: CPU per call", OneCore.Call, Measurement.Cpu, 1.05),
        new("text call, sequential, client and server on one core: latency p50", OneCore.Call, Measurement.Time, 1.05),
        new("text call, 32 in flight, client and server on one core: CPU per call", OneCore.CallInFlight, Measurement.Cpu, 1.05),
        new("typed call ~1 KB, CPU per call at 32 in flight", Measuring.Work.Typed, Measurement.Cpu, 1.15),
        new("typed call, bytes allocated", Measuring.Work.Typed, Measurement.Bytes, 1.1),
        new("typed call, sequential, client and server on one core: CPU per call", OneCore.Typed, Measurement.Cpu, 1.25),
        new("typed call, sequential, client and server on one core: latency p50", OneCore.Typed, Measurement.Time, 1.15),
        new("typed call, 32 in flight, client and server on one core: CPU per call", OneCore.TypedInFlight, Measurement.Cpu, 1.15),
        new("text stream of 20,000 events, CPU per event", Measuring.Work.Text, Measurement.Cpu, 0.75),
        new("text stream, bytes allocated per event", Measuring.Work.Text, Measurement.Bytes, 0.2),
        new("stream of 20,000 chunks, CPU per event", Measuring.Work.Chunks, Measurement.Cpu, 0.75),
        new("stream of chunks, bytes allocated per event", Measuring.Work.Chunks, Measurement.Bytes, 0.4),
        new("typed partial stream, looked at each event, CPU per event", Measuring.Work.Partial, Measurement.Cpu, 1.5),
        new("text stream, telemetry on, CPU per event", Measuring.Work.Text, Measurement.Cpu, 0.9, Telemetry),
        new("text stream, telemetry on, bytes allocated per event", Measuring.Work.Text, Measurement.Bytes, 0.24, Telemetry),
        new("stream of chunks, telemetry on, CPU per event", Measuring.Work.Chunks, Measurement.Cpu, 0.9, Telemetry),
        new("stream of chunks, telemetry on, bytes allocated per event", Measuring.Work.Chunks, Measurement.Bytes, 0.48, Telemetry),
        new("typed partial stream, telemetry on, looked at each event, CPU per event", Measuring.Work.Partial, Measurement.Cpu, 1.8, Telemetry),
        new("paced stream, added latency p50", Measuring.Work.Paced, Measurement.Time, 1),
        new("embeddings 256×1536, time", Measuring.Work.Embed, Measurement.Time, 0.4),
        new("embeddings, bytes allocated", Measuring.Work.Embed, Measurement.Bytes, 0.35),
        new("10,000 items in pages of 100, 5 ms per page, wall time", Measuring.Work.Pages, Measurement.Time, 0.3),
        new("10,000 items in pages of 100, CPU", Measuring.Work.Pages, Measurement.Cpu, 1),
        new("10,000 items in pages of 100, bytes allocated", Measuring.Work.Pages, Measurement.Bytes, 1.2),
        new("process start to first text answer", Measuring.Work.Start, Measurement.Time, 1.15),
        new("process start to first text answer, CPU", Measuring.Work.Start, Measurement.Cpu, null),
        new("process start to first typed answer", Measuring.Work.StartTyped, Measurement.Time, 1.15),
        new("process start to first typed answer, CPU", Measuring.Work.StartTyped, Measurement.Cpu, null),
    ];

    /// <summary>A measured value, in the unit that suits it.</summary>
    public string Format(double value) => Measure == Measurement.Bytes ? Figures.Bytes(value) : Figures.Time(value);
}
