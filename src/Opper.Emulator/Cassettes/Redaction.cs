namespace Opper.Emulator.Cassettes;

/// <summary>Replaces secrets, and collects their values so that they can be replaced elsewhere as well.</summary>
internal sealed class Redaction(IReadOnlyList<FieldPath> rules)
{
    public const string Mark = "[redacted]";

    /// <summary>Shorter values occur in unrelated text by chance.</summary>
    private const int MinLength = 6;

    /// <summary>A copy of a body or a chunk without secrets, which are added to <paramref name="found"/>; fields of a form are at a path.</summary>
    public JsonObject? Body(JsonObject? body, string[] pathOfFields, ICollection<string> found) => body is null ? null
        : new JsonObject(body.Select(kind => KeyValuePair.Create(kind.Key, kind switch
        {
            { Key: CassetteBody.Json or CassetteBody.Data } => Members(kind.Value, [], found),
            { Key: CassetteBody.Parts, Value: JsonArray parts } =>
                new JsonArray([.. parts.Select(part => Field(part!.AsObject(), [.. pathOfFields, (string?)part!["name"] ?? string.Empty], found))]),
            _ => kind.Value?.DeepClone(),
        })));

    /// <summary>A copy of a node without the values of secret members, which are added to <paramref name="found"/>.</summary>
    public JsonNode? Members(JsonNode? node, IReadOnlyList<string> path, ICollection<string> found) => JsonTree.Rewrite(node, path, (value, at) => value switch
    {
        null => null,
        _ when at.Count > path.Count && IsSecret(at) => Taken(value, found),
        JsonObject json when StreamedPath(json, at) is { } streamed && IsSecret(streamed) && Text(json["delta"]) != Mark =>
            Members(WithDelta(json, Taken(json["delta"], found)), at, found),
        JsonValue when CassetteJson.TryParseNested(Text(value) ?? string.Empty, out var nested) =>
            Members(nested, at, found) is var without && JsonNode.DeepEquals(nested, without) ? value : CassetteJson.Text(without),
        _ => value,
    });

    public bool IsSecret(IReadOnlyList<string> path) => path.Count > 0 && (SecretNames.IsMember(path) || rules.Any(rule => rule.IsEndOf(path)));

    /// <summary>A copy of a node with the given values replaced in all its strings.</summary>
    public static JsonNode? Values(JsonNode? node, IReadOnlyCollection<string> values)
    {
        return values.Count == 0 ? node?.DeepClone() : JsonTree.Rewrite(node, [], (value, _) => value switch
        {
            JsonObject json when json.Any(member => Values(member.Key, values) != member.Key) => Values(Renamed(json), values),
            JsonValue when value.GetValueKind() == JsonValueKind.Number =>
                CassetteJson.Text(value) is { Length: >= MinLength } number && values.Contains(number) ? Mark : value,
            JsonValue when Text(value) is { } text && Values(text, values) is var without && without != text => without,
            _ => value,
        });

        // If two names become equal, only the first member is kept.
        JsonObject Renamed(JsonObject json) => new(json
            .DistinctBy(member => Values(member.Key, values), StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(Values(member.Key, values), member.Value?.DeepClone())));
    }

    public static string Values(string text, IReadOnlyCollection<string> values) => values
        .Where(value => value.Length >= MinLength)
        .OrderByDescending(value => value.Length)
        .Aggregate(text, (rest, value) => rest.Replace(value, Mark, StringComparison.Ordinal));

    /// <summary>The same for a path or a query, in which values may be escaped.</summary>
    public static string ValuesInAddress(string text, IReadOnlyCollection<string> values) =>
        Values(Values(text, values), [.. values.Where(value => value.Length >= MinLength).Select(Uri.EscapeDataString)]);

    /// <summary>Replaces secret parameters of a query without its question mark.</summary>
    public string Query(string query, ICollection<string> found) => string.Join('&', query.Split('&').Select(parameter =>
    {
        var (name, value) = parameter.Split('=', 2) is [var n, var v] ? (n, v) : (parameter, string.Empty);
        if (value.Length == 0 || !IsSecret([Uri.UnescapeDataString(name)]))
        {
            return parameter;
        }

        found.Add(Uri.UnescapeDataString(value));
        return $"{name}={Mark}";
    }));

    private JsonObject Field(JsonObject part, string[] path, ICollection<string> found)
    {
        if (!IsSecret(path))
        {
            return new JsonObject(part.Select(member => KeyValuePair.Create(member.Key,
                member.Key is CassetteBody.Json or CassetteBody.Text ? Members(member.Value, path, found) : member.Value?.DeepClone())));
        }

        var field = part.Pick("name", "filename", "content_type");
        field[CassetteBody.Text] = Taken(part[CassetteBody.Text], found);
        return field;
    }

    /// <summary>The replacement for a node, whose strings are added to <paramref name="found"/>.</summary>
    private static JsonValue Taken(JsonNode? node, ICollection<string> found)
    {
        foreach (var text in JsonTree.Leaves(node).Select(JsonTree.TextOf).OfType<string>().Where(text => text != Mark))
        {
            found.Add(text);
        }

        return JsonValue.Create(Mark);
    }

    /// <summary>The path of the member that an event of a typed stream has a delta for.</summary>
    private static List<string>? StreamedPath(JsonObject json, IReadOnlyList<string> path) =>
        Text(json["json_path"]) is { } streamed && json["delta"] is not null
        ? [.. path, .. streamed.Split('.', '[', ']').Where(part => part.Length > 0 && !int.TryParse(part, CultureInfo.InvariantCulture, out _))]
        : null;

    private static JsonObject WithDelta(JsonObject json, JsonNode delta)
    {
        var other = (JsonObject)json.DeepClone();
        other["delta"] = delta;
        return other;
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
