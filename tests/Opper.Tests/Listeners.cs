using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Opper.Tests;

/// <summary>Listens to the library's activities and measurements while it lives.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements;

    public Listeners()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpperDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == OpperDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _measurements.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Measurements.Enqueue(new Measured(instrument.Name, instrument.Unit, value, Read(tags))));
        _measurements.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => Measurements.Enqueue(new Measured(instrument.Name, instrument.Unit, value, Read(tags))));
        _measurements.Start();
    }

    public ConcurrentQueue<Activity> Activities { get; } = new();

    public ConcurrentQueue<Measured> Measurements { get; } = new();

    public Activity Only => Activities.Single();

    public IEnumerable<Measured> Of(string instrument) => Measurements.Where(measured => measured.Instrument == instrument);

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    private static Dictionary<string, object?> Read(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var read = new Dictionary<string, object?>();
        foreach (var tag in tags)
        {
            read.Add(tag.Key, tag.Value);
        }

        return read;
    }

    internal sealed record Measured(string Instrument, string? Unit, double Value, Dictionary<string, object?> Tags);
}
