namespace Opper.Knowledge;

/// <summary>Options of <c>AddDocumentsAsync</c>.</summary>
public sealed class AddDocumentsOptions
{
    /// <summary>The maximum number of concurrent requests; at least 1. Default: 16.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>
    /// Selects documents to skip, for example to resume an earlier run: <c>document => done.Contains(document.Key)</c>. They are reported as
    /// <see cref="AddDocumentStatus.Skipped"/>. Default: none.
    /// </summary>
    public Func<AddDocumentRequest, bool>? Skip { get; set; }

    /// <summary>Whether to stop after a failure. Pending documents are still completed and reported. Default: <see langword="false"/>.</summary>
    public bool StopOnFailure { get; set; }

    /// <summary>Receives the counts after each document, before its outcome is returned. Default: none.</summary>
    public IProgress<AddDocumentsProgress>? Progress { get; set; }
}
