namespace Opper.Ocr;

public partial class OcrDocument
{
    /// <summary>A document such as a PDF, which the service fetches.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="name">Its name. Default: none.</param>
    /// <returns>A document of type <c>document_url</c>.</returns>
    /// <exception cref="ArgumentException">The address is blank.</exception>
    public static OcrDocument FromUrl(string url, string? name = null)
    {
        ThrowIf.Blank(url);
        return new() { Type = OcrDocumentType.DocumentUrl, DocumentUrl = url, DocumentName = name };
    }

    /// <summary>An image, which the service fetches.</summary>
    /// <param name="url">Its address.</param>
    /// <returns>A document of type <c>image_url</c>.</returns>
    /// <exception cref="ArgumentException">The address is blank.</exception>
    public static OcrDocument FromImageUrl(string url)
    {
        ThrowIf.Blank(url);
        return new() { Type = OcrDocumentType.ImageUrl, ImageUrl = url };
    }

    /// <summary>A document or an image in memory, sent within the request in base64.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="name">Its name. Default: none.</param>
    /// <returns>A document of type <c>base64</c>.</returns>
    public static OcrDocument FromBytes(byte[] content, string? name = null)
    {
        ThrowIf.Null(content);
        return new() { Type = OcrDocumentType.Base64, Content = Convert.ToBase64String(content), DocumentName = name };
    }

    /// <summary>A document or an image on disk, sent within the request in base64.</summary>
    /// <param name="path">The path of the file, whose name goes along.</param>
    /// <returns>A document of type <c>base64</c>.</returns>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OcrDocument FromFile(string path)
    {
        ThrowIf.Blank(path);
        return FromBytes(File.ReadAllBytes(path), Path.GetFileName(path));
    }
}
