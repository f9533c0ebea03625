using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace Opper.Emulator.Cassettes;

/// <summary>A request whose body has been read completely.</summary>
/// <param name="Request">The request.</param>
/// <param name="Target">The raw path and query, with escapes.</param>
/// <param name="Content">The body.</param>
/// <param name="Body">The body as a cassette has it, before redaction.</param>
internal sealed record CapturedRequest(HttpRequest Request, string Target, byte[] Content, JsonObject? Body)
{
    public static async Task<CapturedRequest> ReadAsync(HttpRequest request, int limit)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw ApiException.BadRequest(StatusCodes.Status415UnsupportedMediaType,
                "A cassette cannot contain a request body with a Content-Encoding, because it could not be redacted or compared. Send it uncompressed");
        }

        var content = await BoundedBody.ReadAsync(request, limit, "The request's body").ConfigureAwait(false);
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] raw ? raw : request.Path.ToUriComponent()
            + request.QueryString;
        return new CapturedRequest(request, target, content, await BodyAsync(request.ContentType, content).ConfigureAwait(false));
    }

    /// <summary>The redacted request; its secrets are added to <paramref name="found"/>.</summary>
    public CassetteRequest Redacted(Redaction redaction, ICollection<string> found)
    {
        foreach (var secret in Request.Headers.Where(h => SecretNames.IsHeader(h.Key)).SelectMany(h => h.Value))
        {
            found.Add(AuthenticationHeaderValue.TryParse(secret, out var value) && value.Parameter is { Length: > 0 } parameter ? parameter : secret
                ?? string.Empty);
        }

        var (path, query) = Target.Split('?', 2) is [var p, var q] ? (p, q) : (Target, string.Empty);
        return new CassetteRequest(Request.Method, path, query, FormParts.WithoutBoundary(Request.ContentType), PresignedUrls.Written(Body, Request),
            OfOpper(Request.Headers))
            .Redacted(redaction, found);
    }

    // Headers of the compat surface with call data: X-Opper-Parent-Span-Id is parent_span_id in the body of a call.
    private static JsonObject? OfOpper(IHeaderDictionary headers)
    {
        const string Prefix = "X-Opper-";
        var own = headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        return own.Count == 0 ? null
            : new JsonObject(own.Select(header =>
                KeyValuePair.Create(header.Key[Prefix.Length..].Replace('-', '_').ToLowerInvariant(), (JsonNode?)header.Value.ToString())));
    }

    private static async Task<JsonObject?> BodyAsync(string? contentType, byte[] content)
    {
        if (content.Length == 0)
        {
            return null;
        }

        if (CassetteBody.IsJson(contentType))
        {
            // Invalid JSON cannot be redacted, so only its hash is kept.
            return CassetteJson.TryParse(content, out var json) ? new JsonObject { [CassetteBody.Json] = json } : CassetteBody.OfHash(content);
        }

        return await FormParts.ReadAsync(contentType, content).ConfigureAwait(false) is { } parts
            ? new JsonObject { [CassetteBody.Parts] = parts }
            : CassetteBody.OfFile(content);
    }
}
