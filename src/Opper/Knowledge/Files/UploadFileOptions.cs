namespace Opper.Knowledge;

/// <summary>What can be said about a file that <c>UploadFileAsync</c> takes to a knowledge base.</summary>
public sealed class UploadFileOptions
{
    /// <summary>The content type, such as <c>application/pdf</c>. Default: by the name's ending where it is known, else <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; set; }

    /// <summary>How long a chunk is, in characters. Default: the server's, 2000.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>How much of a chunk is repeated in the next, in characters. Default: the server's, 200.</summary>
    public int? ChunkOverlap { get; set; }

    /// <summary>An object that can be written as JSON; queries can filter by its fields. Default: none.</summary>
    public object? Metadata { get; set; }

    /// <summary>Which way the file goes up. Default: <see cref="KnowledgeUploadRoute.Automatic"/>.</summary>
    public KnowledgeUploadRoute Route { get; set; }

    /// <summary>How many bytes a stream holds that cannot tell so itself. Default: what the stream says.</summary>
    public long? Length { get; set; }

    /// <summary>Whether to return only once the file is indexed, as <c>WaitForIndexingAsync</c> with its defaults does. Default: <see langword="false"/>.</summary>
    public bool WaitForIndexing { get; set; }

    /// <summary>
    /// Whether to ask for the upload URL in the endpoint reference's form (<c>upload-url</c>, PUT, <c>upload_id</c>) when a server does not have
    /// the live API's. That form carries neither chunking nor metadata: setting those is refused there. Default: <see langword="false"/>.
    /// </summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Advanced)]
    public bool AllowReferenceForm { get; set; }

    /// <exception cref="ArgumentException"><see cref="ContentType"/> is not a content type.</exception>
    internal string ContentTypeOf(string fileName) => ContentType is null ? MimeTypes.Of(fileName) : MimeTypes.Check(ContentType, nameof(ContentType), allowParameters: true);
}
