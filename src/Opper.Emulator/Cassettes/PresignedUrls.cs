using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// Replaces presigned URLs in responses by URLs of the emulator, so that file transfers pass through it when they are recorded, and are replayed later.
/// The original URL, which grants access like a key, is not recorded.
/// </summary>
internal sealed class PresignedUrls
{
    private const string Here = "{{emulator}}";
    private static readonly string[] Operations = ["upload_url", "upload-url", "download_url"];
    private readonly ConcurrentDictionary<string, Uri> _targets = new(StringComparer.Ordinal);

    public static bool Has(string path) => path.StartsWith(EmulatorPaths.Storage, StringComparison.OrdinalIgnoreCase);

    /// <summary>Replaces the <c>url</c> in a response.</summary>
    /// <returns>Whether it had one.</returns>
    public bool Replace(string requestPath, JsonNode? response)
    {
        if (!Operations.Contains(requestPath.TrimEnd('/').Split('/')[^1]) || response is not JsonObject json || json["url"] is not JsonValue value
            || !value.TryGetValue<string>(out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return false;
        }

        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        _targets[token] = url;
        json["url"] = $"{Here}{EmulatorPaths.Storage}/{token}";
        return true;
    }

    /// <summary>The original URL.</summary>
    public Uri Find(string path) => _targets.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var url)
        ? url
        : throw ApiException.NotFound("The URL of this file is unknown, or from an earlier run; request a new one");

    /// <summary>Restores the original URLs in a request, for a server that downloads the file.</summary>
    public byte[] Real(byte[] content, HttpRequest request)
    {
        var here = LocalAccess.Origin(request) + EmulatorPaths.Storage + "/";
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(here)) < 0 ? content : Encoding.Latin1.GetBytes(
            Regex.Replace(Encoding.Latin1.GetString(content), $"{Regex.Escape(here)}([0-9a-f]{{32}})", match =>
                _targets.TryGetValue(match.Groups[1].Value, out var url) ? url.OriginalString : match.Value));
    }

    /// <summary>A request to record: without the origin of the emulator, whose port differs between runs.</summary>
    public static JsonObject? Written(JsonObject? body, HttpRequest request)
    {
        var here = LocalAccess.Origin(request) + EmulatorPaths.Storage;
        return body is not null && CassetteJson.Text(body) is var text && text.Contains(here, StringComparison.Ordinal)
            ? CassetteJson.Line(text.Replace(here, Here + EmulatorPaths.Storage, StringComparison.Ordinal))
            : body;
    }

    /// <summary>Replaces an origin by a placeholder.</summary>
    public static string WithoutOrigin(string text, string origin) =>
        text == origin || text.StartsWith(origin + "/", StringComparison.OrdinalIgnoreCase) ? Here + text[origin.Length..] : text;

    public static string WithOrigin(string text, HttpRequest request) => text.Replace(Here, LocalAccess.Origin(request), StringComparison.Ordinal);

    public static byte[] WithOrigin(byte[] content, HttpRequest request) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Here + EmulatorPaths.Storage)) < 0
        ? content
        : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content)
            .Replace(Here + EmulatorPaths.Storage, LocalAccess.Origin(request) + EmulatorPaths.Storage, StringComparison.Ordinal));
}
