namespace Opper.Knowledge;

/// <summary>The status of a document in a batch.</summary>
public enum AddDocumentStatus
{
    /// <summary>It was added, or replaced the document with the same key.</summary>
    Added,

    /// <summary>It could not be added.</summary>
    Failed,

    /// <summary>It was skipped by <see cref="AddDocumentsOptions.Skip"/>.</summary>
    Skipped,
}
