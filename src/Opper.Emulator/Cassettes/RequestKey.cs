using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Opper.Emulator.Cassettes;

/// <summary>
/// What requests are matched by: method, path, query and body in one form, whatever the order of members and parameters. Ids and times that
/// clients make themselves are taken out of it and kept beside it.
/// </summary>
internal sealed record RequestKey(JsonObject Form, IReadOnlyList<string> Ids, IReadOnlyList<string> Times)
{
    // Where the API lets clients choose an id, or refer to one that they chose.
    private static readonly string[] s_ids = ["id", "trace_id", "parent_id", "parent_span_id"];
    private static readonly string[] s_times = ["start_time", "end_time", "from_date", "to_date"];

    /// <summary>The same for equal forms; short, because it is kept for each exchange.</summary>
    public string Text { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CassetteJson.Text(Form))));

    public static RequestKey Of(CassetteRequest request, IReadOnlyList<FieldPath> ignored)
    {
        var (ids, times) = (new List<string>(), new List<string>());
        var form = new JsonObject { ["method"] = request.Method, ["path"] = request.Path };
        if (request.Query.Length > 0)
        {
            form["query"] = Query(request.Query, ignored, times);
        }

        if (request.Opper is not null)
        {
            form["opper"] = Normal(request.Opper, [], ignored, ids, times, isRoot: true);
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
        foreach (var (name, values) in QueryHelpers.ParseQuery(query).OrderBy(p => p.Key, StringComparer.Ordinal).Where(p => !ignored.Any(rule => rule.Is([p.Key]))))
        {
            form[name] = new JsonArray([.. values.Select(value => (JsonNode?)(IsTime(name, value) ? Taken(value!, times, "{{time}}") : value))]);
        }

        return form;
    }

    private static JsonObject Body(JsonObject body, IReadOnlyList<FieldPath> ignored, List<string> ids, List<string> times)
    {
        var form = new JsonObject();
        foreach (var (kind, value) in body)
        {
            form[kind] = kind == CassetteBody.Parts && value is JsonArray parts
                ? new JsonArray([.. parts.Where(part => !ignored.Any(rule => rule.Is([(string?)part!["name"] ?? string.Empty]))).Select(part => Normal(part, [], [], null, null, isRoot: false))])
                : Normal(value, [], ignored, ids, times, isRoot: true);
        }

        return form;
    }

    private static JsonNode? Normal(JsonNode? node, IReadOnlyList<string> path, IReadOnlyList<FieldPath> ignored, List<string>? ids, List<string>? times, bool isRoot)
    {
        switch (node)
        {
            case JsonObject json:
                var form = new JsonObject();
                foreach (var (name, value) in json.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    string[] at = [.. path, name];
                    if (!ignored.Any(rule => rule.Is(at)))
                    {
                        form[name] = !isRoot || ids is null || times is null ? Normal(value, at, ignored, ids, times, isRoot: false)
                            : IsId(name, value) ? Taken((string)value!, ids, "{{id}}")
                            : IsTime(name, (value as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null) ? Taken((string)value!, times, "{{time}}")
                            : Normal(value, at, ignored, ids, times, isRoot: false);
                    }
                }

                return form;
            case JsonArray array:
                return new JsonArray([.. array.Select(item => Normal(item, path, ignored, ids, times, isRoot: false))]);
            // 1, 1.0 and 1e0 are the same number.
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number && decimal.TryParse(CassetteJson.Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return JsonNode.Parse(number.ToString("G29", CultureInfo.InvariantCulture));
            default:
                return node?.DeepClone();
        }
    }

    private static bool IsId(string name, JsonNode? value) =>
        s_ids.Contains(name) && value is JsonValue text && text.TryGetValue<string>(out var id) && Guid.TryParse(id, out _);

    // A date without a time of day is chosen, not taken from the clock.
    private static bool IsTime(string name, string? value) =>
        s_times.Contains(name) && value is { Length: > 10 } && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string Taken(string value, List<string> taken, string mark)
    {
        taken.Add(value);
        return mark;
    }
}
