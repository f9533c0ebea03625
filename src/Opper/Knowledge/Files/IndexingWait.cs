namespace Opper.Knowledge;

/// <summary>Polls for a file to be indexed: interprets its status and computes the delay between requests.</summary>
internal sealed class IndexingWait(string fileId, TimeSpan timeout, TimeProvider time)
{
    // The list may lag behind the registration of a file.
    private const int MaxMissingPolls = 5;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private readonly long _started = time.GetTimestamp();
    private TimeSpan _delay = TimeSpan.FromSeconds(0.5);
    private int _missing;

    /// <summary>Returns whether the file is indexed; throws if indexing failed.</summary>
    public bool IsOver(KnowledgeFile? file)
    {
        if (file is null)
        {
            return ++_missing < MaxMissingPolls
                ? false
                : throw new OpperIndexingException(
                    $"The knowledge base does not contain file {fileId}. It may have been deleted or belong to another knowledge base.", fileId, null);
        }

        // Unknown statuses are treated as still in progress.
        return file.Status?.ToLowerInvariant() switch
        {
            "success" or "succeeded" or "completed" or "complete" or "done" or "indexed" or "ready" => true,
            "failed" or "failure" or "error" or "cancelled" or "canceled" =>
                throw new OpperIndexingException($"File {fileId} could not be indexed: its status is {file.Status!.ToLowerInvariant()}.", fileId, file),
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
