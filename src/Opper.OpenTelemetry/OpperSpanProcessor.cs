using System.Diagnostics;
using OpenTelemetry;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>
/// Records the activities of a tracing pipeline as spans of Opper, in batches. Ids follow from those of the activity: the same activity has the same span in
/// Opper, whichever process exports it. <c>POST /v2/spans</c>, <c>PATCH /v2/spans/{span_id}</c>.
/// </summary>
/// <remarks>
/// <para>Requests to Opper's own models are recorded by the API, so their activities are not exported. Set the processor as <see cref="OpperClientOptions.SpanContextSource"/>
/// (<c>AddOpper</c> does so by itself), and those requests appear under the activity they are made in; the spans above such a request are created before it is sent, and completed when
/// their activities end.</para>
/// <para>Failures do not reach the application. They are counted in <see cref="DroppedCount"/>.</para>
/// </remarks>
public sealed class OpperSpanProcessor : BaseProcessor<Activity>, ISpanContextSource
{
    private readonly OpperExporterOptions _options;
    private readonly SpanExporter _exporter;
    private readonly BatchActivityExportProcessor _batch;
    private long _queued;
    private long _overflowed;

    /// <summary>Makes a processor, to be added by <c>AddProcessor</c>.</summary>
    /// <param name="options">The settings; they must not be changed afterwards.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public OpperSpanProcessor(OpperExporterOptions options)
        : this(options, null)
    {
    }

    internal OpperSpanProcessor(OpperExporterOptions options, Func<OpperClient>? client)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        options.Validate();
        _exporter = new SpanExporter(options, new Lazy<OpperClient>(() => options.Client ?? client?.Invoke() ?? new OpperClient()), () => ParentProvider?.GetResource());
        _batch = new BatchActivityExportProcessor(
            _exporter,
            options.Batch.MaxQueueSize,
            options.Batch.ScheduledDelayMilliseconds,
            options.Batch.ExporterTimeoutMilliseconds,
            options.Batch.MaxExportBatchSize);
    }

    /// <summary>How many activities were lost: the queue was full, or the API did not take them.</summary>
    public long DroppedCount => Interlocked.Read(ref _overflowed) + _exporter.Failed;

    /// <summary>Why the last activity that was tried and lost could not be recorded; <see langword="null"/> when none was.</summary>
    public Exception? LastFailure => _exporter.LastFailure;

    /// <summary>The ids that an exported activity has in Opper, to look up its span or trace, or to link to it.</summary>
    /// <param name="context">The ids of the activity.</param>
    /// <returns>The ids of its span and trace. An activity under a <see cref="SpanScope"/> is in that scope's trace instead.</returns>
    public static OpperSpanContext GetSpanContext(ActivityContext context) => new(SpanIds.Of(context.TraceId, context.SpanId), SpanIds.Of(context.TraceId));

    /// <summary>The span of the current activity, or of the nearest one above it that is recorded.</summary>
    OpperSpanContext? ISpanContextSource.Current => ExportedSpan.ContextOf(Activity.Current);

    /// <inheritdoc/>
    public override void OnStart(Activity data)
    {
        if (data.Recorded && data.IdFormat == ActivityIdFormat.W3C && !ClientActivity.IsRecorded(data) && _options.Filter?.Invoke(data) != false)
        {
            ExportedSpan.Attach(data, _options.LinkRemoteParents);
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (ExportedSpan.Of(data) is null)
        {
            return;
        }

        if (Interlocked.Increment(ref _queued) - _exporter.Taken > _options.Batch.MaxQueueSize)
        {
            Interlocked.Decrement(ref _queued);
            Interlocked.Increment(ref _overflowed);
            return;
        }

        _batch.OnEnd(data);
    }

    /// <summary>Creates the spans of the current activity and of those above it, within <see cref="OpperExporterOptions.MaxParentWait"/>.</summary>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that ends when they exist, or the time is up.</returns>
    async ValueTask ISpanContextSource.EnsureRecordedAsync(CancellationToken cancellationToken)
    {
        if (ExportedSpan.NearestTo(Activity.Current) is not { } span)
        {
            return;
        }

        var started = span.StartAsync(_exporter.StartAsync);
        if (!started.IsCompleted && await Task.WhenAny(started, Task.Delay(_options.MaxParentWait, cancellationToken)).ConfigureAwait(false) != started)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        return _batch.ForceFlush(timeoutMilliseconds) && _exporter.WaitForBatch(timeoutMilliseconds);
    }

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        var limit = (int)_options.ShutdownTimeout.TotalMilliseconds;
        return _batch.Shutdown(timeoutMilliseconds < 0 ? limit : Math.Min(timeoutMilliseconds, limit));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch.Dispose();
        }

        base.Dispose(disposing);
    }
}
