namespace Opper.Knowledge;

/// <summary>The route of a file upload.</summary>
public enum KnowledgeUploadRoute
{
    /// <summary><see cref="Presigned"/>, or <see cref="Direct"/> for a stream of unknown length.</summary>
    Automatic,

    /// <summary>Upload to storage, at a URL from the API and without the API key, followed by registration. For files of any size.</summary>
    Presigned,

    /// <summary>Upload to the API in a single request.</summary>
    Direct,
}
