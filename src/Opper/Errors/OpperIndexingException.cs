namespace Opper;

/// <summary>A file was taken to a knowledge base and could not be indexed, so that queries will not find it.</summary>
public sealed class OpperIndexingException : OpperException
{
    internal OpperIndexingException(string message, string fileId, KnowledgeFile? file)
        : base(message)
    {
        FileId = fileId;
        File = file;
    }

    /// <summary>The id of the file.</summary>
    public string FileId { get; }

    /// <summary>The file as the API listed it last, with what it may say about the reason; <see langword="null"/> when it was not listed.</summary>
    public KnowledgeFile? File { get; }
}
