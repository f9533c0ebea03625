using System.Net.Mime;

namespace Opper.Emulator.Documents;

/// <summary>Tells what a document is: by its first bytes where they are clear, then by content type, then by name, then by whether it is text at all.</summary>
internal static class DocumentKinds
{
    private const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static DocumentKind Of(byte[] content, string? contentType, string? fileName)
    {
        if (Starts(content, "%PDF-"u8))
        {
            return DocumentKind.Pdf;
        }

        if (ImageSize.IsImage(content))
        {
            return DocumentKind.Image;
        }

        var kind = OfType(contentType) is var byType and not DocumentKind.Unknown ? byType : OfName(fileName);
        return kind switch
        {
            DocumentKind.Unknown when !IsText(content) || Starts(content, "{\\rtf"u8) => DocumentKind.Unknown,
            DocumentKind.Unknown => DocumentKind.Text,
            DocumentKind.Text when !IsText(content) => DocumentKind.Unknown,
            _ => kind,
        };
    }

    private static DocumentKind OfType(string? contentType)
    {
        var type = contentType?.Split(';', 2)[0].Trim().ToLowerInvariant() ?? string.Empty;
        return type switch
        {
            MediaTypeNames.Text.Html or "application/xhtml+xml" => DocumentKind.Html,
            MediaTypeNames.Application.Pdf => DocumentKind.Pdf,
            WordType => DocumentKind.Word,
            MediaTypeNames.Text.Rtf => DocumentKind.Unknown,
            MediaTypeNames.Application.Json or MediaTypeNames.Application.Xml or "application/yaml" => DocumentKind.Text,
            // Many clients call whatever they do not know plain text, so that the name decides.
            MediaTypeNames.Text.Plain => DocumentKind.Unknown,
            _ when type.StartsWith("image/", StringComparison.Ordinal) => DocumentKind.Image,
            _ when type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal)
                || type.EndsWith("+xml", StringComparison.Ordinal) => DocumentKind.Text,
            _ => DocumentKind.Unknown,
        };
    }

    private static DocumentKind OfName(string? fileName) => Path.GetExtension(fileName)?.ToLowerInvariant() switch
    {
        ".html" or ".htm" or ".xhtml" => DocumentKind.Html,
        ".pdf" => DocumentKind.Pdf,
        ".docx" => DocumentKind.Word,
        ".png" or ".jpg" or ".jpeg" or ".gif" or ".webp" or ".tif" or ".tiff" or ".bmp" => DocumentKind.Image,
        _ => DocumentKind.Unknown,
    };

    /// <summary>Valid UTF-8 (or UTF-16 with its mark) without control characters that no text has.</summary>
    private static bool IsText(byte[] content)
    {
        try
        {
            return !PlainText.Decode(content).Any(c => c < ' ' && c is not ('\t' or '\r' or '\n' or '\f'));
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool Starts(byte[] content, ReadOnlySpan<byte> mark) => content.AsSpan().StartsWith(mark);
}
