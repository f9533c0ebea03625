using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper;

/// <summary>Converts a schema to OpenAI's <c>strict</c> rules: no additional properties, and all properties required, with optional ones nullable.</summary>
internal static class StrictSchema
{
    private static readonly string[] Unsupported = ["allOf", "oneOf", "not", "if", "dependentRequired", "dependentSchemas", "patternProperties"];
    private static readonly string[] Maps = ["properties", "$defs", "definitions"];

    /// <returns>The schema, or <see langword="null"/> if it cannot be strict, such as that of a dictionary.</returns>
    public static RawJson? TryMake(string schema)
    {
        var root = JsonNode.Parse(schema, documentOptions: new() { MaxDepth = OpperJson.MaxDepth });
        return root is JsonObject map && Close(map) && map["type"] is JsonValue type && Is(type, "object") ? RawJson.From(root) : null;
    }

    private static bool Close(JsonObject schema)
    {
        if (Array.Exists(Unsupported, schema.ContainsKey) || (schema.Count == 0) || schema["items"] is JsonArray)
        {
            return false;
        }

        if (schema["properties"] is JsonObject properties)
        {
            if (schema["additionalProperties"] is { } more && !Is(more, JsonValueKind.False))
            {
                return false;
            }

            var required = (schema["required"] as JsonArray ?? []).Select(static name => name?.ToString()).ToList();
            foreach (var (name, member) in properties.Select(static member => (member.Key, member.Value as JsonObject)).ToList())
            {
                if (member is not null && !required.Contains(name))
                {
                    properties[name] = OrNull(member);
                }
            }

            schema["required"] = new JsonArray(properties.Select(static member => (JsonNode?)member.Key).ToArray());
            schema["additionalProperties"] = false;
        }
        else if (schema["type"] is JsonValue type && Is(type, "object"))
        {
            // A dictionary, which needs additional properties.
            return false;
        }

        var inner = Maps.Select(name => schema[name]).OfType<JsonObject>().SelectMany(static map => map.Select(static member => member.Value))
            .Concat(schema["anyOf"] as JsonArray ?? []).Append(schema["items"]);
        return inner.All(static node => node is null || (node is JsonObject map && Close(map)));
    }

    private static JsonObject OrNull(JsonObject schema) => new() { ["anyOf"] = new JsonArray(schema.DeepClone(), new JsonObject { ["type"] = "null" }) };

    private static bool Is(JsonValue value, string text) => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == text;

    private static bool Is(JsonNode node, JsonValueKind kind) => node.GetValueKind() == kind;
}
