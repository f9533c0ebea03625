namespace Opper.Emulator.Cassettes;

/// <summary>The response to a request that is not in the cassette: the nearest recorded request, and the differences.</summary>
internal static partial class CassetteMiss
{
    private const int MaxCompared = 500;
    private const int MaxDifferences = 20;
    private const int MaxTextLength = 200;
    private const int MaxShownLength = 500;

    private sealed record Difference(string At, string? Recorded, string? Requested);

    public static JsonObject Explain(RequestKey key, IEnumerable<(RequestKey Key, int Line)> recorded, string cassette)
    {
        var path = Segments(key);
        // Compares with requests to the same operation or, if there are none, to a similar path.
        var (nearest, line, differences) = recorded
            .GroupBy(r => (2 * Likeness(Segments(r.Key), path)) + (Text(r.Key, "method") == Text(key, "method") ? 1 : 0))
            .MaxBy(group => group.Key)?
            .TakeLast(MaxCompared)
            .Select(r => ((JsonObject?)r.Key.Form, r.Line, Differences: Differences(r.Key.Form, key.Form, string.Empty).ToList()))
            .MinBy(r => r.Differences.Count) ?? (null, 0, []);
        return new JsonObject
        {
            ["type"] = "CassetteMissError",
            ["message"] = $"The cassette has no response for {Text(key, "method")} {Text(key, "path")}",
            ["detail"] = new JsonObject
            {
                ["cassette"] = cassette,
                ["hint"] = nearest is null
                    ? "The cassette is empty. Record it, or replay with --mode auto."
                    : "If the differences are intended, record again or replay with --mode auto. If they are irrelevant, such as a time or a "
                        + "random number, exclude the field with --ignore and its name.",
                ["differences"] = new JsonArray([.. differences.Take(MaxDifferences)
                    .Select(d => new JsonObject { ["at"] = d.At, ["field"] = Field(d.At, key.Form, nearest), ["recorded"] = d.Recorded,
                        ["requested"] = d.Requested })]),
                ["nearest"] = nearest is null ? null : Shown(nearest, line),
                ["request"] = Shown(key.Form, 0),
            },
        };
    }

    private static JsonObject Shown(JsonObject form, int line)
    {
        var shown = (JsonObject)Shortened(form)!;
        if (line > 0)
        {
            shown.Insert(0, "line", line);
        }

        return shown;
    }

    /// <summary>The path of the difference as rules write it; null if no rule can address it.</summary>
    private static string? Field(string at, JsonObject requested, JsonObject? nearest)
    {
        if (PartIndex().Match(at) is { Success: true } part)
        {
            var parts = (requested["body"]?[CassetteBody.Parts] ?? nearest?["body"]?[CassetteBody.Parts]) as JsonArray;
            return (string?)parts?.ElementAtOrDefault(int.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture))?["name"];
        }

        return Place().Match(at) is { Success: true } place && FieldPath.TryParse(place.Groups[1].Value, out var field) ? field.Name : null;
    }

    [GeneratedRegex(@"^body\.parts\[(\d+)\]")]
    private static partial Regex PartIndex();

    [GeneratedRegex(@"^(?:body|query)(?:\[\d+\])*\.(.+)$", RegexOptions.Singleline)]
    private static partial Regex Place();

    private static JsonNode? Shortened(JsonNode? form) => JsonTree.Rewrite(form, [], static (node, _) =>
        node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > MaxShownLength } text
            ? $"{text.AsSpan(0, MaxShownLength)}… ({text.Length} characters)" : node);

    private static int Likeness(string[] a, string[] b) => a.Zip(b).Count(pair => pair.First == pair.Second) - Math.Abs(a.Length - b.Length);

    private static string? Text(RequestKey key, string name) => (string?)key.Form[name];

    private static string[] Segments(RequestKey key) => (Text(key, "path") ?? string.Empty).Split('/');

    private static IEnumerable<Difference> Differences(JsonNode? recorded, JsonNode? requested, string at) => (recorded, requested) switch
    {
        (JsonObject a, JsonObject b) => a.Concat(b).Select(member => member.Key).Distinct().SelectMany(name => a.ContainsKey(name) && b.ContainsKey(name)
            // "body.input" is more readable than "body.json.input".
            ? Differences(a[name], b[name], at == "body" && name == CassetteBody.Json ? at : At(at, name))
            : Between(At(at, name), a.ContainsKey(name) ? Text(a[name]) : null, b.ContainsKey(name) ? Text(b[name]) : null)),
        (JsonArray a, JsonArray b) => Enumerable.Range(0, Math.Max(a.Count, b.Count)).SelectMany(i => i < a.Count && i < b.Count
            ? Differences(a[i], b[i], $"{at}[{i}]")
            : Between($"{at}[{i}]", i < a.Count ? Text(a[i]) : null, i < b.Count ? Text(b[i]) : null)),
        _ => Between(at, Text(recorded), Text(requested)),
    };

    /// <summary>The difference of two texts, of which an absent one is null; none if they are equal.</summary>
    private static IEnumerable<Difference> Between(string at, string? recorded, string? requested) =>
        recorded == requested ? [] : [new Difference(at, Around(recorded, requested), Around(requested, recorded))];

    private static string At(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : CassetteJson.Text(node);

    /// <summary>An excerpt of a long text around the first difference from the other.</summary>
    private static string? Around(string? text, string? other)
    {
        if (text is null || text.Length <= MaxTextLength)
        {
            return text;
        }

        var from = Math.Max(0, text.AsSpan().CommonPrefixLength(other) - (MaxTextLength / 4));
        var part = text.AsSpan(from, Math.Min(MaxTextLength, text.Length - from));
        return $"{(from > 0 ? "…" : string.Empty)}{part}{(from + part.Length < text.Length ? "…" : string.Empty)}";
    }
}
