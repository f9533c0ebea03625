using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>Resolves references, allOf and anyOf to plain schemas, so that OpenAPI 3.0, 3.1 and the styles of generators can be compared.</summary>
internal static class LeafReader
{
    private const int MaxDepth = 16;

    private static readonly HashSet<string> NumberBounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    /// <summary>The location of a schema's content: that of the component if it is a reference.</summary>
    public static SchemaAt Resolve(SchemaAt schema) =>
        schema.Schema is OpenApiSchemaReference { Reference.Id: { } id } reference ? new SchemaAt(reference, new Pointer("components", "schemas", id)) : schema;

    public static IReadOnlyList<Leaf> Read(SchemaAt schema, int depth = 0)
    {
        var (value, pointer) = Resolve(schema);
        if (depth > MaxDepth || value is OpenApiSchemaReference { Target: null })
        {
            return [new Leaf(pointer)];
        }

        var choices = Parts(value.AnyOf, pointer, "anyOf").Concat(Parts(value.OneOf, pointer, "oneOf")).Where(part => !IsNull(part.Schema)).ToList();
        IReadOnlyList<Leaf> leaves = choices.Count == 0 ? [] : [.. choices.SelectMany(part => Read(part, depth + 1))];
        foreach (var part in Parts(value.AllOf, pointer, "allOf"))
        {
            leaves = Both(leaves, Read(part, depth + 1));
        }

        return IsEmpty(value) && leaves.Count > 0 ? leaves : leaves.Count == 0 ? [Own(value, pointer)] : Both([Own(value, pointer)], leaves);
    }

    /// <summary>Whether null is allowed. An empty schema allows it.</summary>
    public static bool IsNullable(IOpenApiSchema schema, int depth = 0)
    {
        if (depth > MaxDepth || schema is OpenApiSchemaReference { Target: null })
        {
            return true;
        }

        if (schema.Type is { } type)
        {
            return type.HasFlag(JsonSchemaType.Null);
        }

        if (schema.Const is not null || schema.Enum is { Count: > 0 })
        {
            return schema.Enum?.Any(IsNullValue) == true;
        }

        var choices = (schema.AnyOf ?? []).Concat(schema.OneOf ?? []).ToList();
        return (choices.Count == 0 || choices.Any(choice => IsNullable(choice, depth + 1)))
            && (schema.AllOf ?? []).All(part => IsNullable(part, depth + 1))
            && schema.Properties is not { Count: > 0 };
    }

    /// <summary>Whether a schema allows null only: the second branch of optional fields of FastAPI.</summary>
    public static bool IsNull(IOpenApiSchema schema) => schema.Type == JsonSchemaType.Null;

    private static IEnumerable<SchemaAt> Parts(IList<IOpenApiSchema>? parts, Pointer pointer, string key) =>
        (parts ?? []).Select((part, index) => new SchemaAt(part, pointer.Add(key).Add(index)));

    private static IReadOnlyList<Leaf> Both(IReadOnlyList<Leaf> first, IReadOnlyList<Leaf> second) =>
        first.Count == 0 ? second : [.. from one in first from other in second select one.With(other)];

    private static bool IsEmpty(IOpenApiSchema schema) =>
        schema is { Type: null, Const: null, Items: null, AdditionalProperties: null } && schema.Enum is not { Count: > 0 }
        && schema.Properties is not { Count: > 0 } && schema.Required is not { Count: > 0 } && Bounds(schema).Count == 0;

    private static Leaf Own(IOpenApiSchema schema, Pointer pointer)
    {
        List<JsonNode>? values = schema.Enum is { Count: > 0 } all ? [.. all.Where(value => !IsNullValue(value))]
            : schema.Const is { } constant ? [JsonValue.Create(constant)] : null;
        return new Leaf(pointer)
        {
            Types = Types(schema, values),
            Format = schema.Format
                ?? (schema.UnrecognizedKeywords?.TryGetValue("contentMediaType", out var media) == true && media?.ToString() == "application/octet-stream"
                    ? "binary"
                    : null),
            Values = values?.Select(Leaf.Text).Distinct(StringComparer.Ordinal).ToList(),
            Properties = (schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
                .ToDictionary(property => property.Key, property => new SchemaAt(property.Value, pointer.Add("properties", property.Key)),
                    StringComparer.Ordinal),
            Required = (schema.Required ?? new HashSet<string>()).ToHashSet(StringComparer.Ordinal),
            Items = schema.Items is { } items ? new SchemaAt(items, pointer.Add("items")) : null,
            Further = schema.AdditionalProperties is { } further && !IsEmpty(further) ? new SchemaAt(further, pointer.Add("additionalProperties")) : null,
            Closed = !schema.AdditionalPropertiesAllowed,
            IsPatch = schema.Extensions?.ContainsKey("x-merge-patch") == true,
            Bounds = Bounds(schema),
        };
    }

    private static JsonSchemaType Types(IOpenApiSchema schema, List<JsonNode>? values)
    {
        var types = schema.Type is { } type ? type & ~JsonSchemaType.Null : 0;
        if (types != 0)
        {
            return types;
        }

        return values is { Count: > 0 } ? values.Aggregate((JsonSchemaType)0, (sum, value) => sum | TypeOf(value))
            : schema.Properties is { Count: > 0 } ? JsonSchemaType.Object
            : schema.Items is not null ? JsonSchemaType.Array : 0;
    }

    private static JsonSchemaType TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => JsonSchemaType.String,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? JsonSchemaType.Number : JsonSchemaType.Integer,
        JsonValueKind.Array => JsonSchemaType.Array,
        _ => JsonSchemaType.Object,
    };

    private static bool IsNullValue(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.Null || value.IsJsonNullSentinel();

    private static Dictionary<string, string> Bounds(IOpenApiSchema schema)
    {
        (string Name, string? Value)[] bounds =
        [
            ("minimum", schema.Minimum), ("maximum", schema.Maximum), ("exclusiveMinimum", schema.ExclusiveMinimum),
            ("exclusiveMaximum", schema.ExclusiveMaximum),
            ("minLength", schema.MinLength?.ToString(CultureInfo.InvariantCulture)), ("maxLength", schema.MaxLength?.ToString(CultureInfo.InvariantCulture)),
            ("minItems", schema.MinItems?.ToString(CultureInfo.InvariantCulture)), ("maxItems", schema.MaxItems?.ToString(CultureInfo.InvariantCulture)),
            ("pattern", schema.Pattern),
        ];
        var set = bounds.Where(bound => bound.Value is not null)
            .ToDictionary(bound => bound.Name, bound => NumberBounds.Contains(bound.Name) ? Plain(bound.Value!) : bound.Value!, StringComparer.Ordinal);

        // For integers, "more than 0" and "at least 1" are equivalent.
        if ((schema.Type ?? 0).HasFlag(JsonSchemaType.Integer))
        {
            Closed(set, "exclusiveMinimum", "minimum", 1);
            Closed(set, "exclusiveMaximum", "maximum", -1);
        }

        return set;
    }

    private static void Closed(Dictionary<string, string> bounds, string exclusive, string inclusive, int step)
    {
        if (bounds.TryGetValue(exclusive, out var text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && decimal.IsInteger(value))
        {
            bounds.Remove(exclusive);
            bounds[inclusive] = (value + step).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string Plain(string number) => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value.ToString("0.############################", CultureInfo.InvariantCulture) : number;
}
