namespace Opper;

/// <summary>What can be said about a file that is uploaded to a knowledge base.</summary>
public sealed class KnowledgeUploadOptions
{
    /// <summary>The content type, such as <c>application/pdf</c>. Default: by the name's ending where it is known, else <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; set; }

    /// <summary>How long a chunk is, in characters. Default: the server's, 2000.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>How much of a chunk is repeated in the next, in characters. Default: the server's, 200.</summary>
    public int? ChunkOverlap { get; set; }

    /// <summary>An object that can be written as JSON; queries can filter by its fields. Default: none.</summary>
    public object? Metadata { get; set; }
}
