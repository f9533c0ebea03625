using System.Diagnostics;
using OpenTelemetry;

namespace Opper.OpenTelemetry;

/// <summary>Settings of an <see cref="OpperSpanProcessor"/>.</summary>
public sealed class OpperExporterOptions
{
    /// <summary>The client that records the spans. Default: that of <c>AddOpper</c> with a host, otherwise a new one, with <c>OPPER_API_KEY</c>.</summary>
    public OpperClient? Client { get; set; }

    /// <summary>Selects the activities to record; the children of an excluded one are recorded under its parent. Called when an activity starts, so it sees
    /// only the source, the kind, the name and the initial tags. Default: all sampled activities.</summary>
    public Func<Activity, bool>? Filter { get; set; }

    /// <summary>Whether prompts, completions, and tool arguments and results are recorded as input and output. Default: <see langword="false"/>.</summary>
    public bool RecordContent { get; set; }

    /// <summary>Whether an activity with a remote parent is recorded as its child. Set it if the remote process exports to Opper too. Default:
    /// <see langword="false"/>, which makes it a root in the same trace.</summary>
    public bool LinkRemoteParents { get; set; }

    /// <summary>The maximum number of characters of an input, output or attribute; longer values are truncated. Default: 32,768.</summary>
    public int MaxValueLength { get; set; } = 32 * 1024;

    /// <summary>The maximum number of concurrent requests. Default: 4.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How long a call waits until its parent spans have been created. Default: 2 seconds.</summary>
    public TimeSpan MaxParentWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long shutdown may take to send queued activities. Default: 10 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The SDK's batch settings. Defaults: a queue of 2,048 activities, batches of 512, every 5 seconds, a timeout of 30 seconds.</summary>
    public BatchExportProcessorOptions<Activity> Batch { get; } = new()
    {
        MaxQueueSize = 2048,
        MaxExportBatchSize = 512,
        ScheduledDelayMilliseconds = 5000,
        ExporterTimeoutMilliseconds = 30000,
    };

    internal void Validate()
    {
        if (MaxValueLength < 1 || MaxConcurrency < 1)
        {
            throw new ArgumentException($"{nameof(OpperExporterOptions)}.{nameof(MaxValueLength)} and {nameof(MaxConcurrency)} must be at least 1.");
        }

        if (MaxParentWait < TimeSpan.Zero || ShutdownTimeout < TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(OpperExporterOptions)}.{nameof(MaxParentWait)} and {nameof(ShutdownTimeout)} must not be negative.");
        }
    }
}
