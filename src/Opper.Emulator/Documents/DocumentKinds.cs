using System.Net.Mime;
using Microsoft.AspNetCore.StaticFiles;

namespace Opper.Emulator.Documents;

/// <summary>Detects the format of a document: by its first bytes if they are unambiguous, then by content type, name, and whether it is text.</summary>
internal static class DocumentKinds
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    public static DocumentKind Of(byte[] content, string? contentType, string? fileName)
    {
        if (content.AsSpan().StartsWith("%PDF-"u8))
        {
            return DocumentKind.Pdf;
        }

        if (ImageSize.IsImage(content))
        {
            return DocumentKind.Image;
        }

        var kind = Of(contentType?.Split(';', 2)[0].Trim().ToLowerInvariant())
            ?? Of(Types.TryGetContentType(fileName ?? string.Empty, out var byName) ? byName : null)
            ?? DocumentKind.Text;
        return kind == DocumentKind.Text && (!IsText(content) || content.AsSpan().StartsWith("{\\rtf"u8)) ? DocumentKind.Unknown : kind;
    }

    private static DocumentKind? Of(string? type) => type switch
    {
        MediaTypeNames.Text.Html or "application/xhtml+xml" => DocumentKind.Html,
        MediaTypeNames.Application.Pdf => DocumentKind.Pdf,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => DocumentKind.Word,
        MediaTypeNames.Application.Json or MediaTypeNames.Application.Xml or MediaTypeNames.Image.Svg => DocumentKind.Text,
        // Many clients send text/plain for unknown files, so the name decides.
        null or MediaTypeNames.Text.Plain => null,
        _ when type.StartsWith("image/", StringComparison.Ordinal) => DocumentKind.Image,
        _ when type.StartsWith("text/", StringComparison.Ordinal) => DocumentKind.Text,
        _ => null,
    };

    /// <summary>Valid UTF-8 (or UTF-16 with a byte order mark) without control characters that do not occur in text.</summary>
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
}
