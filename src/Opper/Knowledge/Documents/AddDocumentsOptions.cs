namespace Opper.Knowledge;

/// <summary>How <c>AddDocumentsAsync</c> adds documents.</summary>
public sealed class AddDocumentsOptions
{
    /// <summary>How many documents are sent at the same time at most. Default: 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>
    /// Which documents to leave out, to go on where an earlier run ended: <c>document => done.Contains(document.Key)</c>. They are reported as
    /// <see cref="AddDocumentStatus.Skipped"/>. Default: none.
    /// </summary>
    public Func<AddDocumentRequest, bool>? Skip { get; set; }

    /// <summary>Whether a failure ends the work: what is under way is finished and reported, and no further document is begun. Default: <see langword="false"/>.</summary>
    public bool StopOnFailure { get; set; }

    /// <summary>Told of the counts after every document, before its outcome is given out. Default: nobody.</summary>
    public IProgress<AddDocumentsProgress>? Progress { get; set; }
}
