namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A JSON Schema with references resolved and allOf merged.</summary>
internal sealed class SchemaNode
{
    private readonly JsonObject _root;
    private readonly JsonObject _schema;
    private readonly OutputBudget _budget;

    private SchemaNode(JsonObject root, JsonObject schema, OutputBudget budget)
    {
        _root = root;
        _budget = budget;
        _schema = Flatten(root, schema, 0);
    }

    public JsonArray? Enum => _schema["enum"] as JsonArray;

    public bool HasConst => _schema.ContainsKey("const");

    public JsonNode? Const => _schema["const"]?.DeepClone();

    public string Description => Text("description") ?? Text("title") ?? string.Empty;

    public string? Format => Text("format");

    public string? Pattern => Text("pattern");

    public JsonObject Properties => _schema["properties"] as JsonObject ?? [];

    public IEnumerable<string> Required => (_schema["required"] as JsonArray ?? []).Select(AsText).OfType<string>();

    public bool HasItems => _schema["items"] is JsonObject;

    public bool UniqueItems => _schema["uniqueItems"]?.GetValueKind() == JsonValueKind.True;

    public IReadOnlyList<SchemaNode> PrefixItems => [.. (_schema["prefixItems"] as JsonArray ?? []).Select(Of)];

    public IReadOnlyList<SchemaNode> Branches =>
        [.. ((_schema["anyOf"] ?? _schema["oneOf"]) as JsonArray ?? []).Select(Of)];

    public IReadOnlyList<string> Types => _schema["type"] switch
    {
        JsonArray many => [.. many.Select(AsText).OfType<string>()],
        JsonValue one when AsText(one) is { } name => [name],
        _ when _schema["properties"] is not null || _schema["required"] is not null => ["object"],
        _ when _schema["items"] is not null || _schema["prefixItems"] is not null => ["array"],
        _ when _schema["minimum"] is not null || _schema["maximum"] is not null => ["number"],
        _ => [],
    };

    public bool IsNull => Types is ["null"] || (HasConst && Const is null) || (Enum is [null]);

    public bool IsNullable => Types.Contains("null") || Text("nullable") == "true" || (_schema["nullable"]?.GetValueKind() == JsonValueKind.True)
        || Branches.Any(b => b.IsNull) || (Enum?.Any(e => e is null) ?? false);

    public static SchemaNode Root(JsonObject schema, OutputBudget budget) => new(schema, schema, budget);

    public SchemaNode Items() => Of(_schema["items"]);

    public SchemaNode Property(string name) => Of(Properties[name] ?? _schema["additionalProperties"] as JsonObject);

    public double? Number(string keyword) =>
        _schema[keyword] is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture) : null;

    public int? Count(string keyword) => Number(keyword) is { } n ? (int)n : null;

    // The schema "true" and a missing schema accept anything.
    private SchemaNode Of(JsonNode? schema) => new(_root, schema as JsonObject ?? [], _budget);

    private string? Text(string keyword) => AsText(_schema[keyword]);

    private static string? AsText(JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private JsonObject Flatten(JsonObject root, JsonObject schema, int depth)
    {
        _budget.Step();
        if (depth > 20 || (!schema.ContainsKey("$ref") && !schema.ContainsKey("allOf")))
        {
            return schema;
        }

        var merged = new JsonObject();
        var parts = (schema["allOf"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (AsText(schema["$ref"]) is { } reference && Follow(root, reference) is { } target)
        {
            parts.Insert(0, target);
        }

        foreach (var part in parts.Select(p => Flatten(root, p, depth + 1)).Append(schema))
        {
            Merge(merged, part);
        }

        return merged;
    }

    private static void Merge(JsonObject into, JsonObject part)
    {
        foreach (var (key, value) in part.Where(p => p.Key is not ("$ref" or "allOf")))
        {
            into[key] = (into[key], value) switch
            {
                (JsonObject known, JsonObject more) when key == "properties" => new JsonObject(more.Concat(known).DistinctBy(p => p.Key)
                    .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))),
                (JsonArray known, JsonArray more) when key == "required" => new JsonArray([.. known.Concat(more).Select(name => name?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }
    }

    private static JsonObject? Follow(JsonObject root, string reference) => !reference.StartsWith('#') ? null : reference[1..]
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        .Aggregate((JsonObject?)root, (node, name) => node?[name] as JsonObject);
}
