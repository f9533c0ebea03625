namespace Opper.Knowledge;

/// <summary>What became of a document.</summary>
public enum AddDocumentStatus
{
    /// <summary>It was added, or replaced the one of its key.</summary>
    Added,

    /// <summary>It could not be added.</summary>
    Failed,

    /// <summary>It was left out, as <see cref="AddDocumentsOptions.Skip"/> said.</summary>
    Skipped,
}
