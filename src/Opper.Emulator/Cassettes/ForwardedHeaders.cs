using Microsoft.Net.Http.Headers;

namespace Opper.Emulator.Cassettes;

/// <summary>Selects the headers that are forwarded, and the response headers that are recorded.</summary>
internal static class ForwardedHeaders
{
    // Connection-specific headers (RFC 9110, 7.6.1).
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    // Set again for the upstream, or not meant for it.
    private static readonly string[] OfRequest = ["Host", "Content-Length", "Accept-Encoding", "Expect", Recording.PageHeader];

    public const string RequestId = "X-Request-Id";

    // Different each time and irrelevant to clients.
    private static readonly string[] NotWritten = ["Date", "Server", RequestId, "Via", "Alt-Svc", "CF-Ray", "CF-Cache-Status", "NEL", "Report-To",
        "Reporting-Endpoints", "Strict-Transport-Security", "Server-Timing"];

    public static void CopyTo(HttpRequestMessage message, HttpRequest request)
    {
        var ofConnection = request.Headers.Connection.SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries)).ToList();
        foreach (var (name, values) in request.Headers)
        {
            if (!Contains(HopByHop, name) && !Contains(ofConnection, name) && !Contains(OfRequest, name)
                && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }
    }

    /// <summary>The headers of a response, except for those of the connection.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpResponseMessage response)
    {
        var ofConnection = response.Headers.Connection.ToList();
        return [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(h => !Contains(HopByHop, h.Key) && !Contains(ofConnection, h.Key) && !Contains(["Content-Length"], h.Key))
            .SelectMany(h => h.Value.Select(value => KeyValuePair.Create(h.Key, value)))];
    }

    /// <summary>The headers to record, without secrets and values that differ each time; with lower-case names, sorted.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Written(
        IEnumerable<KeyValuePair<string, string>> headers, IReadOnlyCollection<string> secrets, string upstreamOrigin) =>
        [.. headers
            .Where(h => !Contains(NotWritten, h.Key) && (!SecretNames.IsHeader(h.Key) || Contains([HeaderNames.WWWAuthenticate], h.Key)))
            .Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), Redaction.Values(PresignedUrls.WithoutOrigin(h.Value, upstreamOrigin), secrets)))
            .OrderBy(h => h.Key, StringComparer.Ordinal)];

    private static bool Contains(IReadOnlyCollection<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
