namespace Opper.Emulator.Documents;

/// <summary>Reads the text of documents: plain text and Markdown, HTML, PDF with a text layer, and Word. Images are not read.</summary>
internal static class DocumentReader
{
    /// <exception cref="UnreadableDocumentException">No text could be read.</exception>
    public static IReadOnlyList<DocumentPage> Pages(byte[] content, string? contentType, string? fileName) =>
        DocumentKinds.Of(content, contentType, fileName) switch
    {
        DocumentKind.Text => [new DocumentPage(Decode(content))],
        DocumentKind.Html => [new DocumentPage(HtmlText.Read(content))],
        DocumentKind.Pdf => PdfText.Read(content),
        DocumentKind.Word => [new DocumentPage(WordText.Read(content))],
        DocumentKind.Image => [ImagePage(content)],
        _ => throw new UnreadableDocumentException("The emulator reads only text, Markdown, HTML, PDF and .docx."),
    };

    /// <summary>The whole text, for indexing.</summary>
    /// <exception cref="UnreadableDocumentException">There is no text.</exception>
    public static string Text(byte[] content, string? contentType, string? fileName)
    {
        if (DocumentKinds.Of(content, contentType, fileName) == DocumentKind.Image)
        {
            throw new UnreadableDocumentException("The emulator does not read the text of images.");
        }

        var text = string.Join("\n\n", Pages(content, contentType, fileName).Select(p => p.Markdown)).Trim();
        return text.Length > 0 ? text : throw new UnreadableDocumentException("The file contains no text; a scanned PDF contains only images.");
    }

    private static string Decode(byte[] content)
    {
        try
        {
            return PlainText.Decode(content);
        }
        catch (DecoderFallbackException error)
        {
            throw new UnreadableDocumentException("The file is neither UTF-8 nor UTF-16 text.", error);
        }
    }

    private static DocumentPage ImagePage(byte[] content)
    {
        var size = ImageSize.Of(content);
        var measures = size is null ? string.Empty : $" It is {size.Width} x {size.Height} pixels.";
        return new DocumentPage($"*The Opper emulator does not read images: this page is an image, and its text is unknown.{measures}*", size);
    }
}
