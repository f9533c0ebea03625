namespace Opper.Tracing;

/// <summary>What waits to be sent for one span, in order. Guarded by its queue's lock.</summary>
internal sealed class QueuedSpan(SpanScope scope, SpanWriter writer, CreateSpanRequest start)
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SpanScope Scope { get; } = scope;

    public SpanWriter Writer { get; } = writer;

    public Queue<QueuedWrite> Writes { get; } = new();

    /// <summary>The start, as long as it was not taken to be sent: an end that comes until then goes along with it.</summary>
    public CreateSpanRequest? UnsentStart { get; set; } = start;

    /// <summary>In the queue, or in the hands of a worker.</summary>
    public bool IsScheduled { get; set; }

    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult(true);
}
