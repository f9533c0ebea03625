using Opper.Emulator.Text;

namespace Opper.Emulator.Completions.BuiltIn;

/// <summary>Walks an output schema and fills it from the input. The result is valid against the schema.</summary>
internal sealed class SchemaFiller(InputText text, OutputBudget budget, int depth = 0)
{
    private const int MaxDepth = 8;

    // Allows lists of objects within lists of objects; deeper ones, as in trees, stay empty.
    private const int MaxListDepth = 4;
    private const int UsualCount = 6;

    private readonly NumberValues _numbers = new(text, budget);

    public FilledValue Fill(SchemaNode schema, Field field)
    {
        budget.TakeValues(1);
        return budget.Nested(() => FillNested(schema, field), () => FilledValue.No(schema.IsNullable ? null : Empty(schema)));
    }

    private FilledValue FillNested(SchemaNode schema, Field field)
    {
        if (schema.HasConst)
        {
            return FilledValue.Yes(schema.Const);
        }

        if (schema.Enum is { } members)
        {
            return EnumValues.Choose(members, field, text, budget);
        }

        if (schema.Branches is { Count: > 0 } branches && schema.Properties.Count == 0)
        {
            return FillBranch(branches, field, schema.IsNullable);
        }

        if (depth > MaxDepth)
        {
            return FilledValue.No(schema.IsNullable ? null : Empty(schema));
        }

        var filled = FillType(schema, field);
        return !filled.Found && schema.IsNullable ? FilledValue.No(null) : filled;
    }

    private static JsonNode? Empty(SchemaNode schema) => schema.Types switch
    {
        ["array", ..] => new JsonArray(),
        ["object", ..] => new JsonObject(),
        ["boolean", ..] => false,
        ["integer" or "number", ..] => schema.Number("minimum") ?? 0,
        _ => string.Empty,
    };

    private FilledValue FillBranch(IReadOnlyList<SchemaNode> branches, Field field, bool nullable)
    {
        var real = branches.Where(b => !b.IsNull).Select(b => Fill(b, field)).ToList();
        return real.FindIndex(f => f.Found) is var found and >= 0 ? real[found] : nullable || real.Count == 0 ? FilledValue.No(null) : real[0];
    }

    private FilledValue FillType(SchemaNode schema, Field field) => schema.Types.FirstOrDefault(t => t != "null") switch
    {
        "object" => FillObject(schema, field),
        "array" => FillArray(schema, field),
        "integer" => _numbers.Find(schema, field, whole: true),
        "number" => _numbers.Find(schema, field, whole: false),
        "boolean" => BooleanValues.Find(field, text),
        null when schema.IsNull => FilledValue.Yes(null),
        _ => Counted(new StringValues(text, budget).Find(schema, field)),
    };

    private FilledValue Counted(FilledValue filled)
    {
        budget.TakeCharacters((filled.Node as JsonValue)?.GetValue<string>().Length ?? 0);
        return filled;
    }

    private FilledValue FillObject(SchemaNode schema, Field field)
    {
        var result = new JsonObject();
        var required = schema.Required.ToHashSet(StringComparer.Ordinal);
        var found = schema.Properties.Count == 0;
        var inner = Scope(field);
        foreach (var name in schema.Properties.Select(p => p.Key).Union(required, StringComparer.Ordinal))
        {
            var property = schema.Property(name);
            var filled = inner.Fill(property, new Field(name, property.Description, field.Subject));
            found |= filled.Found;
            if (filled.Found || required.Contains(name))
            {
                result[name] = filled.Node;
            }
        }

        return new FilledValue(result, found);
    }

    // If the input has an object with the name of the field, its values are used.
    private SchemaFiller Scope(Field field) =>
        (text.Json as JsonObject)?[field.Name] is JsonObject same ? Inner(same) : new SchemaFiller(text, budget, depth + 1);

    private FilledValue FillArray(SchemaNode schema, Field field)
    {
        var min = schema.Count("minItems") ?? 0;
        var max = schema.Count("maxItems") ?? int.MaxValue;
        var values = schema.PrefixItems.Select((s, i) => Fill(s, new Field($"{field.Name}{i}", s.Description)).Node).ToList();
        var items = schema.Items();
        items = items.Branches.FirstOrDefault(b => !b.IsNull) ?? items;
        var itemTypes = items.Types;
        if (depth < MaxDepth && max > values.Count && (schema.HasItems || values.Count == 0))
        {
            values.AddRange(items switch
            {
                { HasConst: true } => [items.Const],
                { Enum: { } members } => EnumValues.Ranked(members, field, text, budget),
                _ when itemTypes.Contains("object") => Objects(items, field, max),
                _ when itemTypes.Contains("integer") || itemTypes.Contains("number") => _numbers.All(items, itemTypes.Contains("integer")),
                _ when itemTypes.Contains("string") || itemTypes.Count == 0 => Strings(items, field),
                _ => [Fill(items, field).Node],
            });
        }

        var distinct = new List<JsonNode?>();
        foreach (var value in values)
        {
            budget.Step();
            if (distinct.Count < max && (!schema.UniqueItems || !distinct.Exists(d => JsonNode.DeepEquals(d, value))))
            {
                distinct.Add(value);
            }
        }

        // Checked before any of the items is created.
        budget.TakeValues((long)min - distinct.Count);
        for (var i = distinct.Count; i < min; i++)
        {
            budget.Step();
            var padding = Fill(items, field).Node;
            var taken = schema.UniqueItems && distinct.Exists(d => JsonNode.DeepEquals(d, padding));
            distinct.Add(taken && padding?.GetValueKind() == JsonValueKind.String ? $"{padding.GetValue<string>()} {i + 1}" : padding);
        }

        return new FilledValue(new JsonArray([.. distinct]), values.Count > 0);
    }

    private IEnumerable<JsonNode?> Strings(SchemaNode items, Field field)
    {
        var values = new StringValues(text, budget);
        return values.List(items, field).Select(value => (JsonNode?)values.Fit(value, items));
    }

    // An array with the same name in the input; otherwise one object per bullet, name or relevant sentence, filled from the related text.
    private IEnumerable<JsonNode?> Objects(SchemaNode items, Field field, int max)
    {
        if (depth >= MaxListDepth)
        {
            return [];
        }

        if ((text.Json as JsonObject)?[field.Name] is JsonArray same)
        {
            return same.Take(max).Select(item => Inner(item?.DeepClone()).Fill(items, field).Node);
        }

        return Subjects(items, field)
            .Take(Math.Min(max, UsualCount))
            .Select(s => Inner(s.Scope).Fill(items, new Field(field.Name, field.Description, s.Name)))
            .Where(f => f.Found || items.Required.Any())
            .Select(f => f.Node);
    }

    private IEnumerable<(string? Name, string Scope)> Subjects(SchemaNode items, Field field)
    {
        if (text.Bullets is { Count: > 1 } bullets)
        {
            return bullets.Select(bullet => ((string?)null, bullet));
        }

        return field.IsName || items.Properties.ContainsKey("name")
            ? text.Names.Select(name => ((string?)name, string.Join(' ', text.Sentences.Where(s => s.Contains(name, StringComparison.Ordinal)))))
            : Sentences.Summary(text.Sentences, UsualCount).Select(sentence => ((string?)null, sentence));
    }

    private SchemaFiller Inner(JsonNode? input) => new(new InputText(input, budget), budget, depth + 1);
}
