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
        if (request.Query is { Length: > 0 })
        {
            form["query"] = Query(request.Query, ignored, times);
        }

        if (request.Opper is not null)
        {
            form["opper"] = Root(request.Opper, ignored, ids, times);
        }

        if (request.Body is not null)
        {
            form["body"] = Body(request.Body, ignored, ids, times);
        }

        return new RequestKey(form, ids, times);
    }

    private static JsonObject Query(string query, IReadOnlyList<FieldPath> ignored, List<string> times)
    {
        var form = new JsonObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(query).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Where(p => !ignored.Any(rule => rule.Is([p.Key]))))
        {
            form[name] = new JsonArray([.. values.Select(value => (JsonNode?)(IsTime(name, value) ? Taken(value!, times, "{{time}}") : value))]);
        }

        return form;
    }

    private static JsonObject Body(JsonObject body, IReadOnlyList<FieldPath> ignored, List<string> ids, List<string> times)
    {
        var form = (JsonObject)body.DeepClone();
        if (form[CassetteBody.Parts] is JsonArray parts)
        {
            parts.RemoveAll(part => ignored.Any(rule => rule.Is([(string?)part!["name"] ?? string.Empty])));
            return (JsonObject)Sorted(form, [], [])!;
        }

        return new JsonObject(form.Select(kind => KeyValuePair.Create(kind.Key, Root(kind.Value, ignored, ids, times))));
    }

    private static JsonNode? Root(JsonNode? root, IReadOnlyList<FieldPath> ignored, List<string> ids, List<string> times)
    {
        return Sorted(JsonTree.Rewrite(root, [], Marked), [], ignored);

        JsonNode? Marked(JsonNode? node, IReadOnlyList<string> path) => path switch
        {
            [var name] when IsId(name, JsonTree.TextOf(node)) => Taken(JsonTree.TextOf(node)!, ids, "{{id}}"),
            [var name] when IsTime(name, JsonTree.TextOf(node)) => Taken(JsonTree.TextOf(node)!, times, "{{time}}"),
            _ => node,
        };
    }

    /// <summary>A copy with sorted members, without ignored ones. 1, 1.0 and 1e0 are the same number.</summary>
    private static JsonNode? Sorted(JsonNode? node, IReadOnlyList<string> path, IReadOnlyList<FieldPath> ignored) => node switch
    {
        JsonObject json => new JsonObject(json
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Where(member => !ignored.Any(rule => rule.Is([.. path, member.Key])))
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value, [.. path, member.Key], ignored)))),
        JsonArray array => new JsonArray([.. array.Select(item => Sorted(item, path, ignored))]),
        JsonValue when node.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(CassetteJson.Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            JsonNode.Parse(number.ToString("G29", CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };

    private static bool IsId(string name, string? value) => IdNames.Contains(name) && Guid.TryParse(value, out _);

    // A date without a time is chosen by the caller, not taken from the clock.
    private static bool IsTime(string name, string? value) =>
        TimeNames.Contains(name) && value is { Length: > 10 }
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string Taken(string value, List<string> taken, string mark)
    {
        taken.Add(value);
        return mark;
    }
}
