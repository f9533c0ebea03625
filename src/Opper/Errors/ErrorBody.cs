using System.Text.Json;

namespace Opper.Errors;

/// <summary>The fields of an error body in any known format. Parsing never fails; unknown formats are only available as the raw body.</summary>
internal sealed class ErrorBody
{
    private static readonly ErrorBody Nothing = new();

    public string? Type { get; private init; }
    public string? Message { get; private init; }
    public string? Detail { get; private init; }
    public IReadOnlyList<ValidationIssue> Issues { get; private init; } = [];

    public static ErrorBody Parse(ReadOnlySpan<byte> utf8)
    {
        using var document = TryParse(utf8);
        return document?.RootElement switch
        {
            { ValueKind: JsonValueKind.Object } root => FromRoot(root),
            { ValueKind: JsonValueKind.String } text => new() { Detail = Text(text) },
            _ => Nothing,
        };
    }

    /// <summary>The JSON with invalid Unicode replaced, for which <see cref="JsonElement"/> throws; <see langword="null"/> if it is not JSON.</summary>
    public static JsonDocument? TryParse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(WellFormedJson.Of(Utf8Text.WithoutMark(utf8).ToArray()), RawJson.DocumentOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ErrorBody FromRoot(JsonElement root) => (Member(root, "detail") is null ? Member(root, "error") : null) switch
    {
        { ValueKind: JsonValueKind.Object } error => FromErrorObject(error),
        { ValueKind: JsonValueKind.String } error => new() { Message = Text(Member(root, "message")), Detail = Text(error), Type = Text(Member(root, "type")) },
        _ => FromDetail(root),
    };

    private static ErrorBody FromDetail(JsonElement root) => new()
    {
        Type = Text(Member(root, "type")),
        Message = Text(Member(root, "message")),
        Detail = Text(Member(root, "detail")),
        Issues = IssuesOf(Member(root, "detail")),
    };

    // OpenAI: {error: {message, type, code, param}}. Version 3 of the API: {error: {code, message, details}}.
    private static ErrorBody FromErrorObject(JsonElement error) => new()
    {
        Type = Text(Member(error, "type")) ?? Text(Member(error, "code")),
        Message = Text(Member(error, "message")),
        Detail = Text(Member(error, "details")) ?? Text(Member(error, "detail")) ?? Text(Member(error, "message")),
        Issues = IssuesOf(Member(error, "details")),
    };

    private static List<ValidationIssue> IssuesOf(JsonElement? detail)
    {
        var issues = new List<ValidationIssue>();
        foreach (var candidate in detail is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToArray() : detail is { } one ? [one] : [])
        {
            if (candidate.ValueKind == JsonValueKind.Object && (Member(candidate, "loc") ?? Member(candidate, "msg")) is not null)
            {
                issues.Add(ReadIssue(candidate));
            }
        }

        return issues;
    }

    // An issue with a property of an unexpected type is still reported.
    private static ValidationIssue ReadIssue(JsonElement issue)
    {
        try
        {
            return JsonAnswer.Read(RawJson.FromElement(issue).Utf8.Span, JsonCodec<ValidationIssue>.Read);
        }
        catch (JsonException)
        {
            return new ValidationIssue { Msg = Text(Member(issue, "msg")), Type = Text(Member(issue, "type")) };
        }
    }

    /// <summary>A member that is not null, of a value that may not be an object.</summary>
    public static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>A text that is not empty. Some servers send a list or an object where others send a string: its JSON is used as the text.</summary>
    public static string? Text(JsonElement? element)
    {
        var text = element is not { } known ? null : known.ValueKind == JsonValueKind.String ? (string?)RawJson.FromElement(known) : known.GetRawText();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
