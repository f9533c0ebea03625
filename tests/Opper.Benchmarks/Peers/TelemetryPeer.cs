using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Opper.Benchmarks.Peers;

/// <summary>This library's streams with somebody listening to its activities and measurements.</summary>
internal sealed class TelemetryPeer : Peer
{
    // Kept, as they listen only as long as they are there.
    private static readonly ActivityListener Activities = new()
    {
        ShouldListenTo = static source => source.Name == OpperDiagnostics.ActivitySourceName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };
    private static readonly MeterListener Measurements = new() { InstrumentPublished = static (instrument, listener) => Listen(instrument, listener) };

    private readonly OpperPeer _opper;

    public TelemetryPeer(Uri server)
    {
        ActivitySource.AddActivityListener(Activities);
        Measurements.Start();
        _opper = new OpperPeer(server);
    }

    public override IAsyncEnumerable<string> Stream(string scenario) => _opper.Stream(scenario);

    public override Task<int> ChunksAsync(string scenario) => _opper.ChunksAsync(scenario);

    public override Task<int> PartialAsync(string scenario) => _opper.PartialAsync(scenario);

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == OpperDiagnostics.MeterName)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}
