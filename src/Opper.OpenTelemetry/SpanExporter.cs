using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Opper.OpenTelemetry;

/// <summary>Records completed activities: <c>POST /v2/spans</c>, or <c>PATCH /v2/spans/{span_id}</c> if the start has been recorded.</summary>
internal sealed class SpanExporter(OpperExporterOptions options, Lazy<OpperClient> client, Func<Resource?> resource) : BaseExporter<Activity>
{
    private readonly SpanDescription _description = new(options, resource);
    private readonly SemaphoreSlim _concurrency = new(options.MaxConcurrency);
    private readonly object _export = new();
    private long _taken;
    private long _failed;

    /// <summary>The number of activities taken from the queue.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>The number of activities that could not be recorded.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public Exception? LastFailure { get; private set; }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        lock (_export)
        {
            return Send(Take(batch));
        }
    }

    /// <summary>Waits for the batch that is being sent. The SDK's flush waits only until it was taken from the queue.</summary>
    public bool WaitForBatch(int timeoutMilliseconds)
    {
        if (!Monitor.TryEnter(_export, timeoutMilliseconds))
        {
            return false;
        }

        Monitor.Exit(_export);
        return true;
    }

    private List<ExportedSpan> Take(in Batch<Activity> batch)
    {
        var spans = new List<ExportedSpan>();
        foreach (var activity in batch)
        {
            Interlocked.Increment(ref _taken);
            if (ExportedSpan.Of(activity) is { } span)
            {
                spans.Add(span);
            }
        }

        // Parents first: they start before their children.
        spans.Sort(static (one, other) => one.Activity.StartTimeUtc.CompareTo(other.Activity.StartTimeUtc));
        return spans;
    }

    private ExportResult Send(List<ExportedSpan> spans)
    {
        var before = Failed;
        Task.WhenAll(spans.Select(EndAsync)).GetAwaiter().GetResult();
        return Failed == before ? ExportResult.Success : ExportResult.Failure;
    }

    /// <summary>Records the start of a span and its ancestors, for a child that is recorded before they end.</summary>
    public async Task<bool> StartAsync(ExportedSpan span)
    {
        if (span.Parent is { } parent)
        {
            await parent.StartAsync(StartAsync).ConfigureAwait(false);
        }

        return await TryAsync(token => client.Value.Spans.CreateAsync(_description.StartRequest(span), cancellationToken: token)).ConfigureAwait(false);
    }

    private async Task EndAsync(ExportedSpan span)
    {
        var isStarted = span.Started is { } started && await started.ConfigureAwait(false);
        await _concurrency.WaitAsync().ConfigureAwait(false);
        try
        {
            var isRecorded = await TryAsync(token => isStarted
                ? client.Value.Spans.UpdateAsync(span.Id, _description.EndRequest(span), cancellationToken: token)
                : client.Value.Spans.CreateAsync(_description.CompleteRequest(span), cancellationToken: token)).ConfigureAwait(false);
            if (!isRecorded)
            {
                Interlocked.Increment(ref _failed);
            }
        }
        finally
        {
            _concurrency.Release();
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> record)
    {
        using var scope = SuppressInstrumentationScope.Begin();
        using var timeout = new CancellationTokenSource(options.Batch.ExporterTimeoutMilliseconds);
        try
        {
            await record(timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (OpperConflictException)
        {
            // The ID is unique to the activity, so an earlier attempt has recorded it.
            return true;
        }
        catch (Exception exception)
        {
            LastFailure = exception;
            return false;
        }
    }
}
