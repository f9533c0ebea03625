using System.Net.Http.Headers;

namespace Opper.Transport;

/// <summary>The MIME types of files that models and knowledge bases accept, by extension.</summary>
internal static class MimeTypes
{
    public const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".bmp"] = "image/bmp",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".heic"] = "image/heic",
        [".svg"] = "image/svg+xml",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".flac"] = "audio/flac",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/opus",
        [".mp4"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".webm"] = "video/webm",
        [".pdf"] = "application/pdf",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".markdown"] = "text/markdown",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".rtf"] = "application/rtf",
        [".csv"] = "text/csv",
        [".json"] = "application/json",
    };

    public static string Of(string fileName) => ByExtension.TryGetValue(Path.GetExtension(fileName), out var type) ? type : Unknown;

    /// <exception cref="ArgumentException">The extension is unknown.</exception>
    public static string OfMedia(string path, string parameter)
    {
        var extension = Path.GetExtension(path);
        return ByExtension.TryGetValue(extension, out var type)
            ? type
            : throw new ArgumentException(
                (extension.Length == 0 ? "The file has no extension" : $"The extension '{extension}' is unknown")
                    + $", so the MIME type must be specified, such as \"image/png\". Known extensions are {string.Join(", ", ByExtension.Keys)}.",
                parameter);
    }

    /// <exception cref="ArgumentException">It is not a valid MIME type, or has parameters where none are allowed.</exception>
    public static string Check(string? mimeType, string parameter, bool allowParameters = false)
    {
        ThrowIf.Blank(mimeType, parameter);
        // Parameters are not allowed in data URLs: their characters could end the MIME type.
        return MediaTypeHeaderValue.TryParse(mimeType, out var parsed) && parsed.MediaType is { } type && (allowParameters || parsed.Parameters.Count == 0)
            && RequestHeaders.IsValid(mimeType)
            ? allowParameters ? mimeType! : type
            : throw new ArgumentException(
                $"{parameter} must be a MIME type{(allowParameters ? string.Empty : " without parameters")}, such as \"application/pdf\".", parameter);
    }
}
