namespace Opper;

/// <summary>Thrown when a file in a knowledge base cannot be indexed.</summary>
public sealed class OpperIndexingException : OpperException
{
    internal OpperIndexingException(string message, string fileId, KnowledgeFile? file)
        : base(message)
    {
        FileId = fileId;
        File = file;
    }

    /// <summary>The file ID.</summary>
    public string FileId { get; }

    /// <summary>The last known state of the file, or <see langword="null"/> if the knowledge base does not list it.</summary>
    public KnowledgeFile? File { get; }
}
