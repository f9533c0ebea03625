using System.Net;

namespace Opper.Errors;

/// <summary>An error response, and the factory for its exception.</summary>
internal sealed class ApiFailure
{
    public required HttpStatusCode StatusCode { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; }
    public required string? RequestId { get; init; }
    public required TimeSpan? RetryAfter { get; init; }
    public required string Body { get; init; }
    public required bool IsBodyTruncated { get; init; }
    public required ErrorBody Parsed { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Whether the response came from the storage behind a presigned URL instead of the API.</summary>
    public bool IsStorage { get; init; }

    public OpperApiException ToException()
    {
        var message = Describe();
        return (int)StatusCode switch
        {
            400 => new OpperBadRequestException(message, this),
            401 => new OpperAuthenticationException(message, this),
            404 => new OpperNotFoundException(message, this),
            409 => new OpperConflictException(message, this),
            422 => new OpperValidationException(message, this),
            429 => new OpperRateLimitException(message, this),
            >= 500 => new OpperServerException(message, this),
            _ => new OpperApiException(message, this),
        };
    }

    // The server's free text may repeat prompts, so it is only in the properties, not in the message.
    private string Describe()
    {
        var text = new System.Text.StringBuilder();
        text.Append(Method).Append(' ').Append(Path).Append(" failed with ").Append((int)StatusCode);
        if (Parsed.Type is { } type && IsIdentifier(type))
        {
            text.Append(" (").Append(type).Append(')');
        }

        text.Append(": ").Append(IsStorage ? ExplainStorage((int)StatusCode) : Explain((int)StatusCode));
        var fields = Parsed.Issues.Select(FieldOf).Where(field => field.Length > 0).Distinct().Take(5).ToList();
        if (fields.Count > 0)
        {
            text.Append(" Fields: ").Append(string.Join(", ", fields)).Append('.');
        }

        if (RetryAfter is { } wait)
        {
            text.Append(FormattableString.Invariant($" Retry after {wait.TotalSeconds:0.###} s."));
        }

        if (Attempts > 1)
        {
            text.Append(FormattableString.Invariant($" Attempts: {Attempts}."));
        }

        if (RequestId is { } id)
        {
            text.Append(" Request ID: ").Append(id).Append('.');
        }

        return text.ToString();
    }

    private static string Explain(int status) => status switch
    {
        400 => "the request is invalid; see Detail.",
        401 => "the API key is missing or invalid; check OPPER_API_KEY.",
        403 => "the API key lacks permission.",
        404 => "the resource was not found.",
        409 => "a resource with this name already exists.",
        422 => "the request failed validation; see ValidationIssues and Detail.",
        429 => "too many requests.",
        >= 300 and < 400 => "the server sent a redirect, which is not followed; check the base URL.",
        >= 500 => "the service failed; see Detail.",
        _ => "see Detail and Body.",
    };

    private static string ExplainStorage(int status) => status switch
    {
        401 or 403 => "the storage rejected the presigned URL, which may have expired; see Body.",
        _ => "the storage rejected the file; see Body.",
    };

    private static string FieldOf(ValidationIssue issue) =>
        issue.Loc is null ? string.Empty : string.Join(".", issue.Loc.Select(part => part?.ToString()).Where(part => part is not null && IsIdentifier(part)));

    private static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.');
}
