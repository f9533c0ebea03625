using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What could be read from an error body of any known shape. Reading never fails: what is not understood is left to the raw body.</summary>
internal sealed class ErrorBody
{
    private static readonly ErrorBody Nothing = new();

    public string? Type { get; private init; }
    public string? Message { get; private init; }
    public string? Detail { get; private init; }
    public IReadOnlyList<ValidationIssue> Issues { get; private init; } = [];

    public static ErrorBody Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Nothing;
        }

        try
        {
            return OpperJson.ReadToken(utf8) switch
            {
                JObject root when root["error"] is JObject error && root["detail"] is null => FromErrorObject(error),
                JObject root when root["error"] is { Type: JTokenType.String } error && root["detail"] is null => new() { Message = Text(root["message"]), Detail = Text(error), Type = Text(root["type"]) },
                JObject root => FromDetail(root),
                JValue { Type: JTokenType.String } text => new() { Detail = Text(text) },
                _ => Nothing,
            };
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    private static ErrorBody FromDetail(JObject root) => new()
    {
        Type = Text(root["type"]),
        Message = Text(root["message"]),
        Detail = Text(root["detail"]),
        Issues = IssuesOf(root["detail"]),
    };

    // OpenAI writes {error: {message, type, code, param}}, version 3 of the API {error: {code, message, details}}.
    private static ErrorBody FromErrorObject(JObject error) => new()
    {
        Type = Text(error["type"]) ?? Text(error["code"]),
        Message = Text(error["message"]),
        Detail = Text(error["details"]) ?? Text(error["detail"]) ?? Text(error["message"]),
        Issues = IssuesOf(error["details"]),
    };

    private static List<ValidationIssue> IssuesOf(JToken? detail)
    {
        var candidates = detail is JArray list ? list.OfType<JObject>() : detail is JObject one ? [one] : [];
        var issues = new List<ValidationIssue>();
        foreach (var candidate in candidates)
        {
            if (candidate["loc"] is null && candidate["msg"] is null)
            {
                continue;
            }

            issues.Add(new ValidationIssue
            {
                Loc = candidate["loc"] is JArray loc ? [.. loc] : null,
                Msg = Text(candidate["msg"]),
                Type = Text(candidate["type"]),
                Input = candidate["input"],
                Ctx = candidate["ctx"] as JObject,
                Url = Text(candidate["url"]),
            });
        }

        return issues;
    }

    private static string? Text(JToken? token) => token switch
    {
        null or { Type: JTokenType.Null } => null,
        { Type: JTokenType.String } => (string?)token,
        _ => token.ToString(Formatting.None),
    };
}
