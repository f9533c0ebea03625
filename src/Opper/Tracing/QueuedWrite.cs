namespace Opper.Tracing;

/// <summary>A queued request.</summary>
internal sealed class QueuedWrite(string part, FlushBatch batch, Func<CancellationToken, Task> send)
{
    public string Part { get; } = part;

    public FlushBatch Batch { get; } = batch;

    public Func<CancellationToken, Task> Send { get; } = send;
}
