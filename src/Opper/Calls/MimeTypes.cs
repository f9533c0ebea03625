using System.Net.Http.Headers;

namespace Opper;

/// <summary>The kinds of files that models take, by extension.</summary>
internal static class MimeTypes
{
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
    };

    public static string OfFile(string path, string parameter)
    {
        var extension = Path.GetExtension(path);
        return ByExtension.TryGetValue(extension, out var type)
            ? type
            : throw new ArgumentException(
                (extension.Length == 0 ? "The file has no extension" : $"The extension '{extension}' is not known")
                    + $", so its kind is not either. Give the mime type too, as in \"image/png\". Known are {string.Join(", ", ByExtension.Keys)}.",
                parameter);
    }

    public static string Check(string? mimeType, string parameter)
    {
        ThrowIf.Blank(mimeType, parameter);
        // Parameters would hold characters that end the type in a data URL.
        return MediaTypeHeaderValue.TryParse(mimeType, out var parsed) && parsed.Parameters.Count == 0 && parsed.MediaType is { } type
            ? type
            : throw new ArgumentException($"{parameter} must be a mime type without parameters, such as \"image/png\".", parameter);
    }
}
