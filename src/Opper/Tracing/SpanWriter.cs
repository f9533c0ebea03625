using Microsoft.Extensions.Logging;

namespace Opper.Tracing;

/// <summary>Sends span writes, directly or through a queue, and catches failures so that they do not affect the traced code.</summary>
internal sealed class SpanWriter(SpansClient spans, OpperPipeline pipeline)
{
    private readonly SpanMetricsClient _metrics = new(pipeline);
    private readonly OpperClientOptions _options = pipeline.Options;
    private readonly RequestOptions _request = new() { Timeout = Shorter(pipeline.Options.TracingTimeout, pipeline.Options.Timeout) };

    public DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    public bool IsStrict => _options.StrictTracing;

    public Task StartAsync(SpanScope scope, CreateSpanRequest request, CancellationToken cancellationToken)
    {
        if (_options.SpanQueue is not { } queue)
        {
            return WriteStartAsync(scope, request, cancellationToken);
        }

        queue.Start(this, scope, request, token => spans.CreateAsync(request, _request, token));
        return Task.CompletedTask;
    }

    public Task AddMetricAsync(SpanScope scope, CreateSpanMetricRequest request, CancellationToken cancellationToken) =>
        WriteAsync(scope, "metric", token => _metrics.CreateAsync(scope.Id, request, _request, token), cancellationToken);

    public Task AddFeedbackAsync(SpanScope scope, SubmitFeedbackRequest request, CancellationToken cancellationToken) =>
        WriteAsync(scope, "feedback", token => spans.SubmitFeedbackAsync(scope.Id, request, _request, token), cancellationToken);

    public async Task EndAsync(SpanScope scope, UpdateSpanRequest end)
    {
        if (scope.IsLost)
        {
            return;
        }

        if (_options.SpanQueue is { } queue)
        {
            queue.End(scope, end, token => spans.UpdateAsync(scope.Id, end, _request, token));
            return;
        }

        try
        {
            await spans.UpdateAsync(scope.Id, end, _request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Lost(scope, "end", exception);
        }
    }

    public void Lost(SpanScope scope, string part, Exception exception)
    {
        scope.Fail(exception);
        PipelineLog.SpanLost(pipeline.Logger, part, scope.Id, exception.GetType().Name);
    }

    public void Dropped(SpanScope scope, string part, string reason)
    {
        scope.Fail(new InvalidOperationException($"The {part} of span {scope.Id} was not recorded: {reason}."));
        PipelineLog.SpanDropped(pipeline.Logger, part, scope.Id, reason);
    }

    public async Task WaitAsync(Task started, CancellationToken cancellationToken)
    {
        if (_options.SpanQueue is not { } queue || queue.MaxParentWait == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await started.WaitAsync(queue.MaxParentWait, queue.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The call is sent before its parent.
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan ? other : other == Timeout.InfiniteTimeSpan || one < other ? one : other;

    private async Task WriteStartAsync(SpanScope scope, CreateSpanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await spans.CreateAsync(request, _request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            scope.Abandon();
            if (IsStrict || cancellationToken.IsCancellationRequested)
            {
                // The caller receives no scope to dispose.
                await scope.EndAsync().ConfigureAwait(false);
                throw;
            }

            Lost(scope, "start", exception);
        }
    }

    private async Task WriteAsync(SpanScope scope, string part, Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (scope.IsLost)
        {
            return;
        }

        if (_options.SpanQueue is { } queue)
        {
            queue.Add(scope, part, write);
            return;
        }

        try
        {
            await write(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsStrict && !cancellationToken.IsCancellationRequested)
        {
            Lost(scope, part, exception);
        }
    }
}
