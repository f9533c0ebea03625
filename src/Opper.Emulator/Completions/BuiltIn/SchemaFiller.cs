namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Walks an output schema and fills it from the input. The result is valid against the schema.</summary>
internal sealed class SchemaFiller(InputText text, OutputBudget budget, int depth = 0)
{
    private const int MaxDepth = 24;

    // Allows lists of objects within lists of objects; deeper ones, as in trees, stay empty.
    private const int MaxListDepth = 8;
    private const int UsualCount = 6;

    private readonly ValueFinder _values = new(text, budget);

    private SchemaFiller Deeper => new(text, budget, depth + 1);

    public JsonNode? Fill(SchemaNode schema, Field field) => Find(schema, field) ?? Empty(schema);

    /// <summary>The value that the input has evidence for, or null.</summary>
    private JsonNode? Find(SchemaNode schema, Field field)
    {
        budget.TakeValues(1);
        return schema switch
        {
            _ when depth >= MaxDepth => null,
            { HasConst: true } => schema.Const,
            { Enum: { } members } => _values.Mentioned(members, field).FirstOrDefault(),
            { Branches: { Count: > 0 } branches, Properties.Count: 0 } =>
                branches.Select(branch => Deeper.Find(branch, field)).FirstOrDefault(value => value is not null),
            { Type: "object" } => Object(schema, field),
            { Type: "array" } => Array(schema, field),
            { Type: "integer" or "number" } => _values.Number(field) is { } number ? schema.Fit(number) : null,
            { Type: "boolean" } => _values.Boolean(field),
            { IsNull: true } => null,
            _ => _values.String(schema, field) is { } value ? _values.Fit(value, schema) : null,
        };
    }

    /// <summary>The least value that is valid: null if allowed, otherwise with the required members and items only.</summary>
    private JsonNode? Empty(SchemaNode schema)
    {
        budget.TakeValues(1);
        var isLeaf = depth >= MaxDepth;
        return schema switch
        {
            { IsNullable: true } => null,
            { HasConst: true } => schema.Const,
            { Enum: { } members } => members.FirstOrDefault()?.DeepClone(),
            { Branches: [var first, ..], Properties.Count: 0 } => isLeaf ? null : Deeper.Empty(first),
            { Type: "object" } => new JsonObject(schema.Required.Where(_ => !isLeaf)
                .Select(name => KeyValuePair.Create(name, Deeper.Empty(schema.Property(name))))),
            { Type: "array" } => isLeaf ? new JsonArray() : Items([], schema),
            { Type: "integer" or "number" } => schema.Fit(text.Numbers.Select(number => number.Value).FirstOrDefault()),
            { Type: "boolean" } => false,
            _ => _values.Fit(StringFormat.Of(schema)?.Placeholder ?? "unknown", schema),
        };
    }

    private JsonObject? Object(SchemaNode schema, Field field)
    {
        // If the input has an object with the name of the field, its values are used.
        var inner = text.Json?[field.Name] is JsonObject same ? Inner(same) : Deeper;
        var (filled, isFound) = (new JsonObject(), schema.Properties.Count == 0);
        foreach (var name in schema.Properties.Select(property => property.Key).Union(schema.Required, StringComparer.Ordinal))
        {
            var property = schema.Property(name);
            var value = inner.Find(property, new Field(name, property.Description));
            isFound |= value is not null;
            if (value is not null || schema.Required.Contains(name))
            {
                filled[name] = value ?? inner.Empty(property);
            }
        }

        return isFound ? filled : null;
    }

    private JsonArray? Array(SchemaNode schema, Field field)
    {
        var values = schema.PrefixItems.Select((item, i) => Deeper.Fill(item, new Field($"{field.Name}{i}", item.Description))).ToList();
        if (schema.HasItems || values.Count == 0)
        {
            values.AddRange(Items(schema.Items, field).Take(schema.Count("maxItems") ?? int.MaxValue));
        }

        return values.Count > 0 ? Items(values, schema) : null;
    }

    // At most maxItems of the values, filled up to minItems.
    private JsonArray Items(List<JsonNode?> values, SchemaNode schema)
    {
        var items = new List<JsonNode?>();
        foreach (var value in values)
        {
            budget.Step();
            if (items.Count < (schema.Count("maxItems") ?? int.MaxValue) && !(schema.UniqueItems && Contains(value)))
            {
                items.Add(value);
            }
        }

        var missing = (schema.Count("minItems") ?? 0) - items.Count;
        // Checked before any of the items is created.
        budget.TakeValues(missing);
        for (; missing > 0; missing--)
        {
            budget.Step();
            var empty = Deeper.Empty(schema.Items);
            var isTaken = schema.UniqueItems && Contains(empty);
            items.Add(isTaken && empty?.GetValueKind() == JsonValueKind.String ? $"{empty.GetValue<string>()} {missing}" : empty);
        }

        return [.. items];

        bool Contains(JsonNode? value) => items.Exists(item => JsonNode.DeepEquals(item, value));
    }

    private IEnumerable<JsonNode?> Items(SchemaNode items, Field field) => items switch
    {
        _ when text.Json?[field.Name] is JsonArray same => same.Select(item => Inner(item?.DeepClone()).Fill(items, new Field(string.Empty, string.Empty))),
        { HasConst: true } => [items.Const],
        { Enum: { } members } => _values.Mentioned(members, field),
        { Type: "object" } => Scopes(items, field).Take(depth < MaxListDepth ? UsualCount : 0)
            .Select(scope => Inner(scope).Find(items, field)).Where(item => item is not null),
        { Type: "integer" or "number" } => text.Numbers.Select(number => items.Fit(number.Value)),
        { Type: "string" or null } => _values.Strings(items, field).Select(value => (JsonNode?)_values.Fit(value, items)),
        _ => [Deeper.Fill(items, field)],
    };

    // A list has one object for each bullet, name or relevant sentence, filled from the related text.
    private IEnumerable<JsonNode?> Scopes(SchemaNode items, Field field) =>
        text.Bullets is { Count: > 1 } bullets ? bullets.Select(bullet => (JsonNode?)bullet)
        : field.IsName || items.Properties.Any(property => property.Key.Equals("name", StringComparison.OrdinalIgnoreCase)) ? text.Names.Select(Named)
        : Sentences.Summary(text.Sentences, UsualCount).Select(sentence => (JsonNode?)sentence);

    private JsonObject Named(string name) => new()
    {
        ["text"] = string.Join(' ', text.Sentences.Where(sentence => sentence.Contains(name, StringComparison.Ordinal))),
        ["name"] = name,
    };

    private SchemaFiller Inner(JsonNode? input) => new(new InputText(input, budget), budget, depth + 1);
}
