using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// The key that requests are matched by: method, path, query and body, regardless of the order of members and parameters. Client-generated IDs and times
/// are removed from it and kept separately.
/// </summary>
internal sealed record RequestKey(JsonObject Form, IReadOnlyList<string> Ids, IReadOnlyList<string> Times)
{
    // Members in which clients choose an ID, or refer to one that they chose.
    private static readonly string[] IdNames = ["id", "trace_id", "parent_id", "parent_span_id"];
    private static readonly string[] TimeNames = ["start_time", "end_time", "from_date", "to_date"];

    /// <summary>Equal for equal forms. A hash, because one is kept for each exchange.</summary>
    public string Text { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CassetteJson.Text(Form))));

    public static RequestKey Of(CassetteRequest request, IReadOnlyList<FieldPath> ignored)
    {
        var (ids, times) = (new List<string>(), new List<string>());
        var form = new JsonObject { ["method"] = request.Method, ["path"] = request.Path };
        if (request.Query is { Length: > 0 } query)
        {
            var parameters = QueryHelpers.ParseQuery(query).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)new JsonArray([.. p.Value])));
            form["query"] = Canonical(new JsonObject(parameters), [], idNames: []);
        }

        if (request.Opper is not null)
        {
            form["opper"] = Canonical(request.Opper, []);
        }

        if (request.Body is not null)
        {
            form["body"] = new JsonObject(request.Body.Select(kind => KeyValuePair.Create(kind.Key,
                kind is { Key: CassetteBody.Parts, Value: JsonArray parts }
                    ? new JsonArray([.. parts.Where(part => !IsIgnored([(string?)part!["name"] ?? string.Empty])).Select(part => Canonical(part, [kind.Key]))])
                    : Canonical(kind.Value, []))));
        }

        return new RequestKey(form, ids, times);

        bool IsIgnored(IReadOnlyList<string> path) => ignored.Any(rule => rule.Is(path));

        // A copy with sorted members, without ignored ones, IDs and times. 1, 1.0 and 1e0 are the same number.
        JsonNode? Canonical(JsonNode? node, IReadOnlyList<string> path, string[]? idNames = null) => node switch
        {
            JsonObject json => new JsonObject(json
                .OrderBy(member => member.Key, StringComparer.Ordinal)
                .Where(member => !IsIgnored([.. path, member.Key]))
                .Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value, [.. path, member.Key], idNames)))),
            JsonArray array => new JsonArray([.. array.Select(item => Canonical(item, path, idNames))]),
            JsonValue when path is [var name] && (idNames ?? IdNames).Contains(name) && Guid.TryParse(JsonTree.TextOf(node), out _) =>
                Taken(node, ids, "{{id}}"),
            JsonValue when path is [var name] && IsTime(name, JsonTree.TextOf(node)) => Taken(node, times, "{{time}}"),
            JsonValue when node.GetValueKind() == JsonValueKind.Number
                && decimal.TryParse(CassetteJson.Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                JsonNode.Parse(number.ToString("G29", CultureInfo.InvariantCulture)),
            _ => node?.DeepClone(),
        };
    }

    // A date without a time is chosen by the caller, not taken from the clock.
    private static bool IsTime(string name, string? value) =>
        TimeNames.Contains(name) && value is { Length: > 10 }
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static JsonValue Taken(JsonNode node, List<string> taken, string mark)
    {
        taken.Add(JsonTree.TextOf(node)!);
        return JsonValue.Create(mark);
    }
}
