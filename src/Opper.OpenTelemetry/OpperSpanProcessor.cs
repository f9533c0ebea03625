using System.Diagnostics;
using OpenTelemetry;
using Opper.Tracing;

namespace Opper.OpenTelemetry;

/// <summary>
/// Records the activities of a tracing pipeline as spans in Opper, in batches. Span IDs are derived from those of the activity, so that every process that
/// exports an activity creates the same span. <c>POST /v2/spans</c>, <c>PATCH /v2/spans/{span_id}</c>.
/// </summary>
/// <remarks>
/// <para>Requests to Opper's own models are recorded by the API, so their activities are not exported. If the processor is set as
/// <see cref="OpperClientOptions.SpanContextSource"/>, as <c>AddOpper</c> does, those requests become children of the current activity. Its spans are created
/// before such a request is sent, and completed when their activities end.</para>
/// <para>Failures are not reported to the application, but counted in <see cref="DroppedCount"/>.</para>
/// </remarks>
public sealed class OpperSpanProcessor : BaseProcessor<Activity>, ISpanContextSource
{
    private readonly OpperExporterOptions _options;
    private readonly SpanExporter _exporter;
    private readonly BatchActivityExportProcessor _batch;
    private long _queued;
    private long _overflowed;

    /// <summary>Creates a processor, to be added with <c>AddProcessor</c>.</summary>
    /// <param name="options">The options, which must not be changed afterwards.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public OpperSpanProcessor(OpperExporterOptions options)
        : this(options, null)
    {
    }

    internal OpperSpanProcessor(OpperExporterOptions options, Func<OpperClient>? client)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        options.Validate();
        _exporter = new SpanExporter(options, new Lazy<OpperClient>(() => options.Client ?? client?.Invoke() ?? new OpperClient()),
            () => ParentProvider?.GetResource());
        _batch = new BatchActivityExportProcessor(
            _exporter,
            options.Batch.MaxQueueSize,
            options.Batch.ScheduledDelayMilliseconds,
            options.Batch.ExporterTimeoutMilliseconds,
            options.Batch.MaxExportBatchSize);
    }

    /// <summary>The number of activities that were dropped, because the queue was full or the API rejected them.</summary>
    public long DroppedCount => Interlocked.Read(ref _overflowed) + _exporter.Failed;

    /// <summary>The exception of the last activity that could not be recorded; <see langword="null"/> if there was none.</summary>
    public Exception? LastFailure => _exporter.LastFailure;

    /// <summary>The IDs of an exported activity in Opper, for looking up its span or trace, or for linking to it.</summary>
    /// <param name="context">The IDs of the activity.</param>
    /// <returns>The IDs of its span and trace. An activity within a <see cref="SpanScope"/> belongs to the trace of that scope instead.</returns>
    public static OpperSpanContext GetSpanContext(ActivityContext context) => new(SpanIds.Of(context.TraceId, context.SpanId), SpanIds.Of(context.TraceId));

    /// <summary>The span of the current activity, or of its nearest recorded ancestor.</summary>
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

    /// <summary>Creates the spans of the current activity and its ancestors, within <see cref="OpperExporterOptions.MaxParentWait"/>.</summary>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>A task that completes when they have been created, or after that time.</returns>
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
