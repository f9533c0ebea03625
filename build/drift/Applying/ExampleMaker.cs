using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Opper.Drift.Shapes;

namespace Opper.Drift.Applying;

/// <summary>An example of a schema: that of the live document, or a generated valid one.</summary>
internal static class ExampleMaker
{
    private const int MaxDepth = 4;

    public static JsonNode? Make(IReadOnlyList<SchemaAt> schemas, int depth = 0)
    {
        var given = schemas.Select(schema => schema.Schema.Examples is { Count: > 0 } examples ? examples[0] : null)
            .FirstOrDefault(example => example is not null);
        if (given is not null)
        {
            return given.DeepClone();
        }

        var shape = new Shape(schemas);
        if (shape.Values is { Count: > 0 } values)
        {
            return JsonNode.Parse(values[0]);
        }

        if (shape.Properties.Count > 0)
        {
            var fields = shape.Properties.Where(field => depth < MaxDepth || shape.Required.Contains(field.Key));
            return new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Make(field.Value, depth + 1))));
        }

        return shape.IsAnything ? "any" : Plain(shape, depth);
    }

    private static JsonNode? Plain(Shape shape, int depth)
    {
        var bounds = shape.Bounds;
        if (shape.Types.HasFlag(JsonSchemaType.String))
        {
            return (shape.Formats is [var format, ..] ? format : null) switch
            {
                "uuid" => "11111111-1111-4111-8111-111111111111",
                "date-time" => "2026-01-05T09:30:00Z",
                "date" => "2026-01-05",
                "uri" => "https://files.example.test/a",
                _ => "text",
            };
        }

        if (shape.Types.HasFlag(JsonSchemaType.Integer) || shape.Types.HasFlag(JsonSchemaType.Number))
        {
            var bound = bounds.GetValueOrDefault("minimum") ?? bounds.GetValueOrDefault("maximum");
            return bound is null ? 1 : JsonNode.Parse(bound);
        }

        if (shape.Types.HasFlag(JsonSchemaType.Boolean))
        {
            return true;
        }

        if (shape.Types.HasFlag(JsonSchemaType.Array))
        {
            return depth >= MaxDepth || shape.Items.Count == 0 ? new JsonArray() : new JsonArray(Make(shape.Items, depth + 1));
        }

        return new JsonObject();
    }
}
