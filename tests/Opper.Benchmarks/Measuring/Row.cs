namespace Opper.Benchmarks.Measuring;

/// <summary>A row of the table: a measure of a piece of work, and what Opper must reach in multiples of the floor.</summary>
internal sealed record Row(string Title, string Work, string Measure, double? Goal)
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("unary call ~1 KB, CPU per call at 32 in flight", Measuring.Work.Call, Measurement.Cpu, 1.35),
        new("unary call, bytes allocated", Measuring.Work.Call, Measurement.Bytes, 1.4),
        new("unary call, sequential, latency p50", Measuring.Work.Latency, Measurement.Time, 1.1),
        new("typed call ~1 KB, CPU per call at 32 in flight", Measuring.Work.Typed, Measurement.Cpu, null),
        new("typed call, bytes allocated", Measuring.Work.Typed, Measurement.Bytes, null),
        new("text stream of 20,000 events, CPU per event", Measuring.Work.Text, Measurement.Cpu, 0.9),
        new("text stream, bytes allocated per event", Measuring.Work.Text, Measurement.Bytes, 0.5),
        new("typed partial stream, looked at each event, CPU per event", Measuring.Work.Partial, Measurement.Cpu, 3),
        new("paced stream, added latency p50", Measuring.Work.Paced, Measurement.Time, 1),
        new("embeddings 256×1536, time", Measuring.Work.Embed, Measurement.Time, 0.4),
        new("embeddings, bytes allocated", Measuring.Work.Embed, Measurement.Bytes, 0.35),
        new("10,000 items in pages of 100, 5 ms per page, wall time", Measuring.Work.Pages, Measurement.Time, 0.3),
        new("process start to first answer", Measuring.Work.Start, Measurement.Time, 1.6),
    ];

    /// <summary>A measured value, in the unit that suits it.</summary>
    public string Format(double value) => Measure == Measurement.Bytes ? Figures.Bytes(value) : Figures.Time(value);
}
