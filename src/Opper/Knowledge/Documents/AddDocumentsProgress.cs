namespace Opper.Knowledge;

/// <summary>How far <c>AddDocumentsAsync</c> has come.</summary>
public sealed class AddDocumentsProgress
{
    internal AddDocumentsProgress(long added, long failed, long skipped)
    {
        Added = added;
        Failed = failed;
        Skipped = skipped;
    }

    /// <summary>How many documents were added.</summary>
    public long Added { get; }

    /// <summary>How many could not be added.</summary>
    public long Failed { get; }

    /// <summary>How many were left out.</summary>
    public long Skipped { get; }

    /// <summary>How many documents are done with, one way or the other.</summary>
    public long Total => Added + Failed + Skipped;
}
