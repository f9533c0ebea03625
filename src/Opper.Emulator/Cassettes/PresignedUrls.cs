using System.Collections.Concurrent;
using System.Security.Cryptography;
using Opper.Emulator.Errors;
using Opper.Emulator.Http;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// The addresses outside the API that answers give out for one file. Clients get an address of the emulator instead, so that the file passes
/// through it when it is recorded, and comes from the cassette later; the real one, which is as good as a key, is not written.
/// </summary>
internal sealed class PresignedUrls
{
    private const string Here = "{{emulator}}";
    private static readonly string[] s_operations = ["upload_url", "upload-url", "download_url"];
    private readonly ConcurrentDictionary<string, Uri> _targets = new(StringComparer.Ordinal);

    public static bool Has(string path) => path.StartsWith(EmulatorPaths.Storage, StringComparison.OrdinalIgnoreCase);

    /// <summary>Puts the emulator's address in the place of the one in an answer's <c>url</c>.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Replace(string requestPath, JsonNode? answer)
    {
        if (!s_operations.Contains(requestPath.TrimEnd('/').Split('/')[^1]) || answer is not JsonObject json || json["url"] is not JsonValue value
            || !value.TryGetValue<string>(out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return false;
        }

        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        _targets[token] = url;
        json["url"] = $"{Here}{EmulatorPaths.Storage}/{token}";
        return true;
    }

    /// <summary>The real address.</summary>
    public Uri Find(string path) => _targets.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var url)
        ? url
        : throw ApiException.NotFound("The address of this file was given out by another run, or never; ask for a new one");

    /// <summary>Puts the real addresses in the place of the emulator's, for a server that is to fetch the file.</summary>
    public byte[] Real(byte[] content, HttpRequest request)
    {
        var here = LocalAccess.Origin(request) + EmulatorPaths.Storage + "/";
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(here)) < 0 ? content : Encoding.Latin1.GetBytes(
            Regex.Replace(Encoding.Latin1.GetString(content), $"{Regex.Escape(here)}([0-9a-f]{{32}})", match =>
                _targets.TryGetValue(match.Groups[1].Value, out var url) ? url.OriginalString : match.Value));
    }

    /// <summary>A request as it is written: with no origin in the emulator's addresses, which another run has at another port.</summary>
    public static JsonObject? Written(JsonObject? body, HttpRequest request)
    {
        var here = LocalAccess.Origin(request) + EmulatorPaths.Storage;
        return body is not null && CassetteJson.Text(body) is var text && text.Contains(here, StringComparison.Ordinal)
            ? CassetteJson.Line(text.Replace(here, Here + EmulatorPaths.Storage, StringComparison.Ordinal))
            : body;
    }

    /// <summary>Keeps an origin out of the cassette.</summary>
    public static string WithoutOrigin(string text, string origin) =>
        text == origin || text.StartsWith(origin + "/", StringComparison.OrdinalIgnoreCase) ? Here + text[origin.Length..] : text;

    public static string WithOrigin(string text, HttpRequest request) => text.Replace(Here, LocalAccess.Origin(request), StringComparison.Ordinal);

    public static byte[] WithOrigin(byte[] content, HttpRequest request) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Here + EmulatorPaths.Storage)) < 0
        ? content
        : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content)
            .Replace(Here + EmulatorPaths.Storage, LocalAccess.Origin(request) + EmulatorPaths.Storage, StringComparison.Ordinal));
}
