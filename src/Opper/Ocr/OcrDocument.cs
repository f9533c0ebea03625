namespace Opper.Ocr;

public partial class OcrDocument
{
    /// <summary>Creates a document from the URL of a document, such as a PDF, which the service downloads.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="name">The document name. Default: none.</param>
    /// <returns>A document of type <c>document_url</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="url"/> is blank.</exception>
    public static OcrDocument FromUrl(string url, string? name = null)
    {
        ThrowIf.Blank(url);
        return new() { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url, DocumentName = name };
    }

    /// <summary>Creates a document from the URL of an image, which the service downloads.</summary>
    /// <param name="url">The URL.</param>
    /// <returns>A document of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="url"/> is blank.</exception>
    public static OcrDocument FromImageUrl(string url)
    {
        ThrowIf.Blank(url);
        return new() { Type = OcrDocumentType.ImageUrl, ImageUrl = url };
    }

    /// <summary>Creates a document from the bytes of a document or image, which are sent as base64.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="name">The document name. Default: none.</param>
    /// <returns>A document of type <c>base64</c>.</returns>
    public static OcrDocument FromBytes(byte[] content, string? name = null)
    {
        ThrowIf.Null(content);
        return new() { Type = OcrDocumentType.Base64, Content = Convert.ToBase64String(content), DocumentName = name };
    }

    /// <summary>Creates a document from a file, which is sent as base64 with its name.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>A document of type <c>base64</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OcrDocument FromFile(string path)
    {
        ThrowIf.Blank(path);
        return FromBytes(File.ReadAllBytes(path), Path.GetFileName(path));
    }
}
