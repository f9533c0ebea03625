using Opper.Emulator.Completions.BuiltIn;
using Opper.Emulator.Json;

namespace Opper.Emulator.Cassettes;

/// <summary>A request that is not in the cassette, with the recorded one that is nearest to it and what is different.</summary>
internal sealed partial class CassetteMiss
{
    private const int MostCompared = 500;
    private const int MostDifferences = 20;
    private const int MostText = 200;
    private const int MostShown = 500;

    private readonly JsonObject _requested;
    private readonly (JsonObject Form, int Line)? _nearest;
    private readonly IReadOnlyList<(string At, string? Recorded, string? Requested)> _differences;

    private CassetteMiss(JsonObject requested, (JsonObject, int)? nearest, IReadOnlyList<(string, string?, string?)> differences)
    {
        _requested = requested;
        _nearest = nearest;
        _differences = differences;
    }

    public static CassetteMiss Of(RequestKey key, IEnumerable<(RequestKey Key, int Line)> recorded)
    {
        var path = Segments(key);
        // Requests to the same operation are compared, or if there is none, to a similar path.
        var nearest = recorded
            .GroupBy(r => (Same: Text(r.Key, "method") == Text(key, "method") ? 1 : 0, Path: Segments(r.Key).Zip(path).Count(p => p.First == p.Second) - Math.Abs(Segments(r.Key).Length - path.Length)))
            .MaxBy(group => (group.Key.Path * 2) + group.Key.Same)?
            .TakeLast(MostCompared)
            .Select(r => (r.Key.Form, r.Line, Differences: Differences(r.Key.Form, key.Form)))
            .MinBy(r => r.Differences.Count);
        return nearest is { Form: not null } found ? new(key.Form, (found.Form, found.Line), found.Differences) : new(key.Form, null, []);
    }

    public JsonObject ToJson(string cassette) => new()
    {
        ["type"] = "CassetteMissError",
        ["message"] = $"The cassette has no answer to {_requested["method"]} {_requested["path"]}",
        ["detail"] = new JsonObject
        {
            ["cassette"] = cassette,
            ["hint"] = _nearest is null
                ? "The cassette is empty. Record it, or replay with --mode auto."
                : "If the differences are what you changed, record again or replay with --mode auto. If they are of no account, such as a time or a random number, leave the field out by --ignore and its name.",
            ["differences"] = new JsonArray([.. _differences.Take(MostDifferences).Select(d => new JsonObject { ["at"] = d.At, ["field"] = Field(d.At), ["recorded"] = d.Recorded, ["requested"] = d.Requested })]),
            ["nearest"] = _nearest is { } nearest ? Shown(nearest.Form, nearest.Line) : null,
            ["request"] = Shown(_requested, null),
        },
    };

    private static JsonObject Shown(JsonObject form, int? line)
    {
        var shown = new JsonObject();
        if (line is > 0)
        {
            shown["line"] = line;
        }

        foreach (var (name, value) in form)
        {
            shown[name] = Shortened(value);
        }

        return shown;
    }

    /// <summary>The difference's place as rules name it; null if no rule can.</summary>
    private string? Field(string at)
    {
        if (PartIndex().Match(at) is { Success: true } part)
        {
            var parts = (_requested["body"]?[CassetteBody.Parts] ?? _nearest?.Form["body"]?[CassetteBody.Parts]) as JsonArray;
            return (string?)parts?.ElementAtOrDefault(int.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture))?["name"];
        }

        return Place().Match(at) is { Success: true } place && FieldPath.TryParse(place.Groups[1].Value, out var field) ? field.Name : null;
    }

    [GeneratedRegex(@"^body\.parts\[(\d+)\]")]
    private static partial Regex PartIndex();

    [GeneratedRegex(@"^(?:body|query)(?:\[\d+\])*\.(.+)$", RegexOptions.Singleline)]
    private static partial Regex Place();

    private static JsonNode? Shortened(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Shortened(member.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Shortened)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > MostShown => $"{text.AsSpan(0, MostShown)}… ({text.Length} characters)",
        _ => node?.DeepClone(),
    };

    private static string? Text(RequestKey key, string name) => (string?)key.Form[name];

    private static string[] Segments(RequestKey key) => (Text(key, "path") ?? string.Empty).Split('/');

    private static List<(string At, string? Recorded, string? Requested)> Differences(JsonObject recorded, JsonObject requested)
    {
        var (a, b) = (Leaves(recorded), Leaves(requested));
        return [.. a.Keys.Union(b.Keys)
            .Where(at => a.GetValueOrDefault(at) != b.GetValueOrDefault(at))
            .Select(at => (at, a.GetValueOrDefault(at), b.GetValueOrDefault(at)))
            .Select(d => (d.at, Around(d.Item2, d.Item3), Around(d.Item3, d.Item2)))];
    }

    private static Dictionary<string, string> Leaves(JsonObject form)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(form, string.Empty);
        return leaves;

        void Add(JsonNode? node, string at)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } json:
                    foreach (var (name, member) in json)
                    {
                        // "body.input" says more than "body.json.input".
                        Add(member, at == "body" && name == CassetteBody.Json ? at : at.Length == 0 ? name : $"{at}.{name}");
                    }

                    break;
                case JsonArray { Count: > 0 } array:
                    for (var i = 0; i < array.Count; i++)
                    {
                        Add(array[i], string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"));
                    }

                    break;
                default:
                    leaves[at] = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : CassetteJson.Text(node);
                    break;
            }
        }
    }

    /// <summary>Long text, from shortly before where it differs from the other.</summary>
    private static string? Around(string? text, string? other)
    {
        if (text is null || text.Length <= MostText)
        {
            return text;
        }

        var from = Math.Max(0, text.AsSpan().CommonPrefixLength(other) - (MostText / 4));
        var part = text.AsSpan(from, Math.Min(MostText, text.Length - from));
        return $"{(from > 0 ? "…" : string.Empty)}{part}{(from + part.Length < text.Length ? "…" : string.Empty)}";
    }
}
