using System.Globalization;
using System.Text.Json.Nodes;

namespace Opper.Drift.Reading;

/// <summary>
/// Pydantic writes <c>#/$defs/X</c> for definitions beside the schema, wherever that schema is embedded. OpenAPI readers resolve this from the
/// root of the document, so such definitions are moved to the components.
/// </summary>
internal static class LocalDefinitions
{
    private const string Prefix = "#/$defs/";

    public static void Hoist(JsonObject root)
    {
        if (root["components"] is not JsonObject components)
        {
            root["components"] = components = [];
        }

        if (components["schemas"] is not JsonObject schemas)
        {
            components["schemas"] = schemas = [];
        }

        Walk(root, schemas, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static void Walk(JsonNode? node, JsonObject schemas, Dictionary<string, string> names)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    Walk(item, schemas, names);
                }

                break;
            case JsonObject json:
                names = Take(json, schemas, names);
                if (json["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference)
                    && reference.StartsWith(Prefix, StringComparison.Ordinal) && names.TryGetValue(reference[Prefix.Length..], out var name))
                {
                    json["$ref"] = "#/components/schemas/" + name;
                }

                foreach (var (key, child) in json.ToList())
                {
                    if (key is not ("example" or "examples" or "default" or "const" or "enum"))
                    {
                        Walk(child, schemas, names);
                    }
                }

                break;
        }
    }

    private static Dictionary<string, string> Take(JsonObject json, JsonObject schemas, Dictionary<string, string> names)
    {
        if (json["$defs"] is not JsonObject definitions)
        {
            return names;
        }

        json.Remove("$defs");
        var inner = new Dictionary<string, string>(names, StringComparer.Ordinal);
        foreach (var (name, _) in definitions)
        {
            var free = name;
            for (var i = 2; schemas.ContainsKey(free); i++)
            {
                free = name + i.ToString(CultureInfo.InvariantCulture);
            }

            schemas[free] = null;
            inner[name] = free;
        }

        foreach (var (name, definition) in definitions.ToList())
        {
            definitions.Remove(name);
            schemas[inner[name]] = definition;
            Walk(definition, schemas, inner);
        }

        return inner;
    }
}
