namespace Opper.Knowledge;

/// <summary>Which way a file goes up.</summary>
public enum KnowledgeUploadRoute
{
    /// <summary><see cref="Presigned"/>, or <see cref="Direct"/> for a stream whose length is not known.</summary>
    Automatic,

    /// <summary>To storage, at a URL that the API gives and without the API key, and then registered: for files of any size.</summary>
    Presigned,

    /// <summary>To the API itself, in one request.</summary>
    Direct,
}
