using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using PdfPage = UglyToad.PdfPig.Content.Page;

namespace Opper.Emulator.Documents;

/// <summary>The text layer of a PDF, page by page.</summary>
internal static class PdfText
{
    // PDF coordinates are in points.
    private const int Dpi = 72;

    /// <exception cref="UnreadableDocumentException">The PDF is damaged or encrypted.</exception>
    public static IReadOnlyList<DocumentPage> Read(byte[] content)
    {
        try
        {
            using var pdf = PdfDocument.Open(content);
            return [.. pdf.GetPages().Select(Read)];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // PdfPig throws many types of exceptions for invalid files.
            throw new UnreadableDocumentException("The PDF cannot be read: it is damaged or encrypted.", error);
        }
    }

    private static DocumentPage Read(PdfPage page) =>
        new(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true).ReplaceLineEndings("\n")
            .Trim(), new PageSize((int)Math.Round(page.Width), (int)Math.Round(page.Height), Dpi))
        {
            Images = [.. page.GetImages().Select((image, index) => Read(image, index, page))],
        };

    private static PageImage Read(IPdfImage image, int index, PdfPage page)
    {
        var bounds = image.BoundingBox;
        var raw = image.RawBytes.ToArray();
        var content = ImageSize.IsImage(raw) ? raw : image.TryGetPng(out var png) ? png : null;
        return new PageImage(
            string.Create(CultureInfo.InvariantCulture, $"img-{index}.{(ReferenceEquals(content, raw) ? "jpeg" : "png")}"),
            (int)Math.Round(bounds.Left),
            (int)Math.Round(page.Height - bounds.Top),
            (int)Math.Round(bounds.Right),
            (int)Math.Round(page.Height - bounds.Bottom),
            content);
    }
}
