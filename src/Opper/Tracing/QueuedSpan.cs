namespace Opper.Tracing;

/// <summary>The queued writes of a span, in order. Guarded by the lock of the queue.</summary>
internal sealed class QueuedSpan(SpanScope scope, SpanWriter writer, CreateSpanRequest start)
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SpanScope Scope { get; } = scope;

    public SpanWriter Writer { get; } = writer;

    public Queue<QueuedWrite> Writes { get; } = new();

    /// <summary>The start, until a worker sends it. An end that is queued before is merged into it.</summary>
    public CreateSpanRequest? UnsentStart { get; set; } = start;

    /// <summary>Whether the span is queued or being processed by a worker.</summary>
    public bool IsScheduled { get; set; }

    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult(true);
}
