namespace Opper.Knowledge;

/// <summary>Options of <c>UploadFileAsync</c>.</summary>
public sealed class UploadFileOptions
{
    /// <summary>The content type, such as <c>application/pdf</c>. Default: inferred from the file extension, or <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; set; }

    /// <summary>The chunk size in characters. Defaults to that of the API, 2000.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>The overlap of consecutive chunks in characters. Defaults to that of the API, 200.</summary>
    public int? ChunkOverlap { get; set; }

    /// <summary>The metadata, an object that can be serialized to JSON. Queries can filter on its properties. Default: none.</summary>
    public object? Metadata { get; set; }

    /// <summary>The upload route. Default: <see cref="KnowledgeUploadRoute.Automatic"/>.</summary>
    public KnowledgeUploadRoute Route { get; set; }

    /// <summary>The length in bytes, for streams that are not seekable. Default: the length of the stream, if it is known.</summary>
    public long? Length { get; set; }

    /// <summary>Whether to wait until the file is indexed, like <c>WaitForIndexingAsync</c> with its defaults. Default: <see langword="false"/>.</summary>
    public bool WaitForIndexing { get; set; }

    /// <summary>
    /// Whether to fall back to the form of the endpoint reference (<c>upload-url</c>, PUT, <c>upload_id</c>) if the server does not support that of
    /// the live API. It throws <see cref="NotSupportedException"/> if chunking or metadata is set. Default: <see langword="false"/>.
    /// </summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Advanced)]
    public bool AllowReferenceForm { get; set; }

    /// <exception cref="ArgumentException"><see cref="ContentType"/> is invalid.</exception>
    internal string ContentTypeOf(string fileName) =>
        ContentType is null ? MimeTypes.Of(fileName) : MimeTypes.Check(ContentType, nameof(ContentType), allowParameters: true);
}
