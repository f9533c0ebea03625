using System.Net;

namespace Opper;

/// <summary>
/// Thrown when the API returns an error status. Documented statuses have their own subclass; any other status is reported as this class.
/// </summary>
/// <remarks>
/// <see cref="Exception.Message"/> is safe to log: it has only the method, path, status, error type, invalid fields and request ID. The text sent by the
/// server, which may repeat prompts, is in <see cref="ErrorMessage"/>, <see cref="Detail"/> and <see cref="Body"/>.
/// </remarks>
public class OpperApiException : OpperException
{
    internal OpperApiException(string message, ApiFailure failure)
        : base(message)
    {
        StatusCode = failure.StatusCode;
        Method = failure.Method;
        Path = failure.Path;
        Headers = failure.Headers;
        RequestId = failure.RequestId;
        RetryAfter = failure.RetryAfter;
        Body = failure.Body;
        IsBodyTruncated = failure.IsBodyTruncated;
        Type = failure.Parsed.Type;
        ErrorMessage = failure.Parsed.Message;
        Detail = failure.Parsed.Detail;
        ValidationIssues = failure.Parsed.Issues;
        Attempts = failure.Attempts;
    }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The error type sent by the server, such as <c>NotFoundError</c>, or <see langword="null"/>.</summary>
    public string? Type { get; }

    /// <summary>The error message sent by the server, or <see langword="null"/>.</summary>
    public string? ErrorMessage { get; }

    /// <summary>The error detail sent by the server, as text or JSON, or <see langword="null"/>.</summary>
    public string? Detail { get; }

    /// <summary>The validation issues sent by the server; empty if there are none.</summary>
    public IReadOnlyList<ValidationIssue> ValidationIssues { get; }

    /// <summary>The response headers. Names are case-insensitive.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The raw response body as text, truncated to 64 KiB.</summary>
    public string Body { get; }

    /// <summary>Whether <see cref="Body"/> is incomplete, because it exceeded 64 KiB or the connection was lost.</summary>
    public bool IsBodyTruncated { get; }

    /// <summary>The retry delay requested by the server (<c>Retry-After</c>), or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The HTTP method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, without the query.</summary>
    public string Path { get; }
}
