namespace Opper.Knowledge;

/// <summary>The progress of <c>AddDocumentsAsync</c>.</summary>
public sealed class AddDocumentsProgress
{
    internal AddDocumentsProgress(long added, long failed, long skipped)
    {
        Added = added;
        Failed = failed;
        Skipped = skipped;
    }

    /// <summary>The number of added documents.</summary>
    public long Added { get; }

    /// <summary>The number of documents that failed.</summary>
    public long Failed { get; }

    /// <summary>The number of skipped documents.</summary>
    public long Skipped { get; }

    /// <summary>The number of processed documents.</summary>
    public long Total => Added + Failed + Skipped;
}
