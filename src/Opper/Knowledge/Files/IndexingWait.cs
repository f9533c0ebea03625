namespace Opper.Knowledge;

/// <summary>One wait for a file to be indexed: what its states mean, and how long to wait between looks.</summary>
internal sealed class IndexingWait(string fileId, TimeSpan timeout, TimeProvider time)
{
    // A list may lag behind a registration; a file that stays away is not there.
    private const int MaxLooksForMissing = 5;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _delay = TimeSpan.FromSeconds(0.5);
    private int _missing;

    /// <summary>Whether the file is indexed; throws when it never will be.</summary>
    public bool IsOver(KnowledgeFile? file)
    {
        if (file is null)
        {
            return ++_missing < MaxLooksForMissing ? false : throw new OpperIndexingException($"The knowledge base lists no file {fileId}: it was deleted, or is another base's.", fileId, null);
        }

        // The states are an open set: one that is not known means that the file is not ready yet.
        return file.Status?.ToLowerInvariant() switch
        {
            "success" or "succeeded" or "completed" or "complete" or "done" or "indexed" or "ready" => true,
            "failed" or "failure" or "error" or "cancelled" or "canceled" => throw new OpperIndexingException($"File {fileId} could not be indexed: its status is {file.Status!.ToLowerInvariant()}.", fileId, file),
            _ => false,
        };
    }

    public async Task DelayAsync(CancellationToken cancellationToken)
    {
        if (timeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(_started) + _delay > timeout)
        {
            throw new OpperTimeoutException(OpperTimeoutKind.Indexing, timeout, $"File {fileId}");
        }

#if NET
        await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
#else
        await time.Delay(_delay, cancellationToken).ConfigureAwait(false);
#endif
        _delay = TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, MaxDelay.Ticks));
    }
}
