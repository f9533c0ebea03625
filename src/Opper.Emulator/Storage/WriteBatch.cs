namespace Opper.Emulator.Storage;

/// <summary>Changes of several requests that are committed together, in one transaction.</summary>
internal sealed class WriteBatch
{
    // Whoever waits goes on elsewhere, not within the commit.
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isAsked;

    /// <summary>Done when the changes will outlive the process; fails if they were lost.</summary>
    public Task Committed => _committed.Task;

    /// <summary>True for the first who wants it committed, who has to see to it.</summary>
    public bool Ask() => Interlocked.Exchange(ref _isAsked, 1) == 0;

    public void Succeed() => _committed.TrySetResult();

    public void Fail(Exception error)
    {
        if (_committed.TrySetException(error))
        {
            // Nobody may be waiting.
            _ = _committed.Task.Exception;
        }
    }
}
