using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Opper.Emulator;
using Trace = Opper.Tracing.Trace;

namespace Opper.OpenTelemetry.Tests;

/// <summary>A pipeline that exports to an emulator.</summary>
public abstract class ExporterFixture
{
    protected const string SourceName = "Tests.Work";

    private ActivitySource _source = null!;
    private TracerProvider? _pipeline;

    protected OpperEmulator Emulator { get; private set; } = null!;

    /// <summary>The client that exports; its calls are not recorded.</summary>
    protected OpperClient Reader { get; private set; } = null!;

    protected OpperSpanProcessor Processor { get; private set; } = null!;

    /// <summary>A client whose calls appear under the exported activities.</summary>
    protected OpperClient Opper { get; private set; } = null!;

    [SetUp]
    public async Task StartEmulatorAsync()
    {
        Emulator = await OpperEmulator.StartAsync();
        Reader = Emulator.CreateClient();
        _source = new ActivitySource(SourceName);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _pipeline?.Dispose();
        _pipeline = null;
        _source.Dispose();
        await Emulator.DisposeAsync();
    }

    protected void Export(Action<OpperExporterOptions>? configure = null, params string[] sources)
    {
        // On a busy machine, a span may take longer to create than calls wait for it by default, and then they belong to no trace.
        var options = new OpperExporterOptions { Client = Reader, MaxParentWait = TimeSpan.FromMinutes(1) };
        configure?.Invoke(options);
        Processor = new OpperSpanProcessor(options);
        _pipeline = Sdk.CreateTracerProviderBuilder()
            .AddSource([SourceName, OpperDiagnostics.ActivitySourceName, .. sources])
            .ConfigureResource(resource => resource.AddService("checkout"))
            .AddProcessor(Processor)
            .Build();
        Opper = Reader.WithOptions(o => o.SpanContextSource = Processor);
    }

    protected Activity Start(string name, ActivityKind kind = ActivityKind.Internal, ActivityContext parent = default,
        IEnumerable<KeyValuePair<string, object?>>? tags = null) =>
        _source.StartActivity(name, kind, parent, tags) ?? throw new InvalidOperationException("Nothing listens.");

    protected void Flush() => _pipeline!.ForceFlush();

    /// <summary>The single trace with a name, with its spans, after everything has been sent.</summary>
    protected async Task<Trace> TraceAsync(string name)
    {
        Flush();
        var trace = (await Reader.Traces.ListAsync(name)).Data.Single();
        return await Reader.Traces.GetAsync(trace.Id);
    }
}
