using System.Diagnostics;
using OpenTelemetry;

namespace Opper.OpenTelemetry;

/// <summary>Settings of an <see cref="OpperSpanProcessor"/>.</summary>
public sealed class OpperExporterOptions
{
    /// <summary>The client that records the spans. Default: with a host, the one of <c>AddOpper</c>; else a new one, which reads <c>OPPER_API_KEY</c>.</summary>
    public OpperClient? Client { get; set; }

    /// <summary>Which activities are recorded; children of one that is not are recorded under its parent. Asked when an activity starts, so it sees its source, kind, name and first tags. Default: all that the pipeline samples.</summary>
    public Func<Activity, bool>? Filter { get; set; }

    /// <summary>Whether prompts, answers, and the arguments and results of tools are recorded as input and output. Default: <see langword="false"/>.</summary>
    public bool RecordContent { get; set; }

    /// <summary>Whether an activity whose parent is in another process is recorded under that parent. Set it where that process exports to Opper too. Default: <see langword="false"/>, which makes it a root of the same trace.</summary>
    public bool LinkRemoteParents { get; set; }

    /// <summary>The greatest number of characters of one input, output or attribute; the rest is cut off. Default: 32,768.</summary>
    public int MaxValueLength { get; set; } = 32 * 1024;

    /// <summary>The greatest number of requests at the same time. Default: 4.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How long a call waits for the spans above it to be created. Default: 2 seconds.</summary>
    public TimeSpan MaxParentWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long shutting down may take to send what is left. Default: 10 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The queue and the batches of the OpenTelemetry SDK. Defaults: a queue of 2,048 activities, batches of 512, every 5 seconds, at most 30 seconds for each.</summary>
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
