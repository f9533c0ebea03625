namespace Opper.Tracing;

/// <summary>The writes queued between two flushes. Guarded by the lock of the queue.</summary>
internal sealed class FlushBatch
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;
    private bool _isClosed;

    public Task Done => _done.Task;

    public void Add() => _pending++;

    public void Complete()
    {
        _pending--;
        Check();
    }

    public void Close()
    {
        _isClosed = true;
        Check();
    }

    private void Check()
    {
        if (_isClosed && _pending == 0)
        {
            _done.TrySetResult(true);
        }
    }
}
