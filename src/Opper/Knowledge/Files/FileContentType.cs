using System.Net.Http.Headers;

namespace Opper;

/// <summary>The content types of the kinds of files that the API reads, by file name.</summary>
internal static class FileContentType
{
    public const string Unknown = "application/octet-stream";

    public static string Of(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".txt" => "text/plain",
        ".md" or ".markdown" => "text/markdown",
        ".html" or ".htm" => "text/html",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".rtf" => "application/rtf",
        ".csv" => "text/csv",
        ".json" => "application/json",
        _ => Unknown,
    };

    public static string Check(string contentType, string name)
        => MediaTypeHeaderValue.TryParse(contentType, out _) ? contentType : throw new ArgumentException($"{name} must be a content type such as application/pdf.", name);
}
