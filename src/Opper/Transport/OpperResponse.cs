using System.Net;

namespace Opper;

/// <summary>A response with its metadata: status, headers, request ID and raw body.</summary>
public class OpperResponse
{
    internal OpperResponse(HttpStatusCode statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, string? requestId, int attempts,
        ReadOnlyMemory<byte> body)
    {
        StatusCode = statusCode;
        Headers = headers;
        RequestId = requestId;
        Attempts = attempts;
        Body = body;
    }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The response headers. Names are case-insensitive.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The request ID sent by the server, or <see langword="null"/>.</summary>
    public string? RequestId { get; }

    /// <summary>The number of attempts, including the first.</summary>
    public int Attempts { get; }

    /// <summary>The raw body; UTF-8 if it is JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the body as text.</summary>
    /// <returns>The decoded body, or an empty string.</returns>
    public string GetBodyText() => Utf8Text.Decode(Body.Span);
}
