using System.Net;

namespace Opper;

/// <summary>An answer with what came around it: status, headers, request id and the body as it was.</summary>
public class OpperResponse
{
    internal OpperResponse(HttpStatusCode statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, string? requestId, int attempts, ReadOnlyMemory<byte> body)
    {
        StatusCode = statusCode;
        Headers = headers;
        RequestId = requestId;
        Attempts = attempts;
        Body = body;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers. Names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The request id the server gave, or <see langword="null"/>.</summary>
    public string? RequestId { get; }

    /// <summary>How many attempts it took, the first included.</summary>
    public int Attempts { get; }

    /// <summary>The bytes of the body, UTF-8 where it is JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as text.</summary>
    /// <returns>The decoded body; empty when there was none.</returns>
    public string GetBodyText() => Utf8Text.Decode(Body.Span);
}
