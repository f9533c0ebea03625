namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>A JSON Schema with references resolved and allOf merged.</summary>
internal sealed class SchemaNode(JsonObject root, JsonNode? schema, OutputBudget budget)
{
    private const int MaxDepth = 16;

    // The schema "true" and a missing schema accept anything.
    private readonly JsonObject _schema = Merged(schema as JsonObject ?? [], root, budget, 0);

    public JsonArray? Enum => _schema["enum"] as JsonArray;

    public bool HasConst => _schema.ContainsKey("const");

    public JsonNode? Const => _schema["const"]?.DeepClone();

    public string Description => Text("description") ?? Text("title") ?? string.Empty;

    public string? Format => Text("format");

    public string? Pattern => Text("pattern");

    public JsonObject Properties => _schema["properties"] as JsonObject ?? [];

    public IReadOnlyCollection<string> Required => [.. List("required").Select(AsText).OfType<string>().Distinct(StringComparer.Ordinal)];

    public bool HasItems => _schema["items"] is JsonObject;

    /// <summary>The schema of the items, or of the first kind of items that is not null.</summary>
    public SchemaNode Items => Of(_schema["items"]) is var items && items.Branches.FirstOrDefault(b => !b.IsNull) is { } branch ? branch : items;

    public bool UniqueItems => _schema["uniqueItems"]?.GetValueKind() == JsonValueKind.True;

    public IEnumerable<SchemaNode> PrefixItems => List("prefixItems").Select(Of);

    public IReadOnlyList<SchemaNode> Branches => [.. List("anyOf").Concat(List("oneOf")).Select(Of)];

    /// <summary>The first type that is not null.</summary>
    public string? Type => Types.FirstOrDefault(type => type != "null") switch
    {
        null when _schema["properties"] is not null || _schema["required"] is not null => "object",
        null when _schema["items"] is not null || _schema["prefixItems"] is not null => "array",
        null when _schema["minimum"] is not null || _schema["maximum"] is not null => "number",
        var type => type,
    };

    public bool IsNull => (Types.Any() && Types.All(type => type == "null")) || (HasConst && Const is null) || Enum is [null];

    public bool IsNullable => Types.Contains("null") || IsNull || _schema["nullable"]?.GetValueKind() == JsonValueKind.True
        || Branches.Any(branch => branch.IsNull) || (Enum?.Contains(null) ?? false);

    private IEnumerable<string> Types => List("type").Append(_schema["type"]).Select(AsText).OfType<string>();

    public SchemaNode Property(string name) => Of(Properties[name] ?? _schema["additionalProperties"] as JsonObject);

    public int? Count(string keyword) => Number(keyword) is { } number ? (int)number : null;

    /// <summary>The number closest to a value that is within the limits of the schema and a multiple of its step.</summary>
    public JsonNode Fit(double value)
    {
        var step = Number("multipleOf") ?? (Type == "integer" ? 1 : 0);
        // Without multipleOf, 0.01 is used as the distance from an exclusive bound.
        var beside = step > 0 ? step : 0.01;
        var min = Math.Max(Number("minimum") ?? double.MinValue, Number("exclusiveMinimum") + beside ?? double.MinValue);
        var max = Math.Min(Number("maximum") ?? double.MaxValue, Number("exclusiveMaximum") - beside ?? double.MaxValue);
        var fitted = Math.Min(Math.Max(value, min), max);
        if (step > 0)
        {
            fitted = Math.Round(fitted / step) * step;
            fitted = fitted < min ? Math.Ceiling(min / step) * step : fitted > max ? Math.Floor(max / step) * step : fitted;
        }

        // Infinite bounds make the arithmetic return NaN.
        fitted = double.IsNaN(fitted) ? 0 : fitted;
        return fitted == Math.Floor(fitted) && Math.Abs(fitted) < 1e15 ? (long)fitted : (decimal)Math.Clamp(fitted, -1e27, 1e27);
    }

    private static string? AsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private string? Text(string keyword) => AsText(_schema[keyword]);

    private JsonArray List(string keyword) => _schema[keyword] as JsonArray ?? [];

    private double? Number(string keyword) =>
        _schema[keyword] is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private SchemaNode Of(JsonNode? part) => new(root, part, budget);

    // The referenced schema and the parts of allOf provide the keywords that the schema does not have itself.
    private static JsonObject Merged(JsonObject schema, JsonObject root, OutputBudget budget, int depth)
    {
        budget.Step();
        if (depth > MaxDepth || !(schema.ContainsKey("$ref") || schema.ContainsKey("allOf")))
        {
            return schema;
        }

        var parts = (schema["allOf"] as JsonArray ?? []).Prepend(Referenced(root, AsText(schema["$ref"]))).OfType<JsonObject>();
        var merged = new JsonObject(schema.Where(p => p.Key is not ("$ref" or "allOf")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        foreach (var (key, value) in parts.SelectMany(part => Merged(part, root, budget, depth + 1)))
        {
            if (key == "properties" && merged[key] is JsonObject known && value is JsonObject more)
            {
                foreach (var (name, property) in more.Where(property => !known.ContainsKey(property.Key)))
                {
                    known[name] = property?.DeepClone();
                }
            }
            else if (key == "required" && merged[key] is JsonArray names && value is JsonArray others)
            {
                merged[key] = new JsonArray([.. names.Concat(others).Select(name => name?.DeepClone())]);
            }
            else
            {
                merged.TryAdd(key, value?.DeepClone());
            }
        }

        return merged;
    }

    private static JsonObject? Referenced(JsonObject root, string? reference) => reference is not ['#', ..] ? null : reference[1..]
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        .Aggregate((JsonObject?)root, (node, name) => node?[name] as JsonObject);
}
