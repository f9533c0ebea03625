using System.Net;

namespace Opper;

/// <summary>
/// The API answered with an error status. Statuses with a documented meaning have a subclass each; any other status is this class itself.
/// </summary>
/// <remarks>
/// <see cref="Exception.Message"/> holds only what is safe to log: method, path, status, error type, the fields found invalid and the request id.
/// The server's own words are in <see cref="ErrorMessage"/>, <see cref="Detail"/> and <see cref="Body"/>, as they may repeat prompts.
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

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The error type the server named, such as <c>NotFoundError</c>, or <see langword="null"/>.</summary>
    public string? Type { get; }

    /// <summary>The server's general sentence about the error, or <see langword="null"/>.</summary>
    public string? ErrorMessage { get; }

    /// <summary>The server's explanation: its text, or the JSON of it when it is an object or a list; <see langword="null"/> when it gave none.</summary>
    public string? Detail { get; }

    /// <summary>The fields the server found invalid, in its order; empty when it named none.</summary>
    public IReadOnlyList<ValidationIssue> ValidationIssues { get; }

    /// <summary>The headers of the answer. Names are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The body of the answer as text, as it came, at most its first 64 KiB.</summary>
    public string Body { get; }

    /// <summary>Whether <see cref="Body"/> is not the whole body: it was longer, or the connection ended within it.</summary>
    public bool IsBodyTruncated { get; }

    /// <summary>How long the server asked to wait before another try, or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The HTTP method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; }
}
