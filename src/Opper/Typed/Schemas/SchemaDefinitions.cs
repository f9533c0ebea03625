using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>The named schemas of a document.</summary>
internal sealed class SchemaDefinitions
{
    public const string Prefix = "#/$defs/";

    private readonly Dictionary<(Type Type, string? Tag), string> _names = [];
    private readonly JsonObject _schemas = [];

    /// <summary>A reference to the schema of a type, which is created on first use.</summary>
    public JsonObject Refer(Type type, string? tag, Func<JsonObject> describe)
    {
        if (!_names.TryGetValue((type, tag), out var name))
        {
            name = TypeNames.Unique(type, _schemas.ContainsKey);
            _names.Add((type, tag), name);
            // Reserves the name before the members are described, because a type may be recursive.
            _schemas[name] = new JsonObject();
            _schemas[name] = describe();
        }

        return new JsonObject { ["$ref"] = Prefix + name };
    }

    /// <summary>A schema with its <c>$defs</c>.</summary>
    public JsonObject Document(JsonObject root)
    {
        if (root["$ref"] is JsonValue reference)
        {
            // Providers require an object at the root, so the root definition is inlined, and kept in $defs only if it is recursive.
            var name = reference.GetValue<string>().Substring(Prefix.Length);
            root = (JsonObject)_schemas[name]!;
            if (Refers(_schemas, Prefix + name))
            {
                root = (JsonObject)root.DeepClone();
            }
            else
            {
                _schemas.Remove(name);
            }
        }

        if (_schemas.Count > 0)
        {
            root["$defs"] = _schemas;
        }

        return root;
    }

    /// <summary>A type that has no finite value because each value requires another one, and the member that requires it.</summary>
    public (Type Type, string Member)? FindEndless()
    {
        var ending = new HashSet<string>(StringComparer.Ordinal);
        while (_schemas.Any(schema => !ending.Contains(schema.Key) && Ends(schema.Value, ending) && ending.Add(schema.Key)))
        {
        }

        foreach (var known in _names)
        {
            if (!ending.Contains(known.Value) && Required(_schemas[known.Value]).FirstOrDefault(member => !Ends(member.Value, ending)) is { Key: { } name })
            {
                return (known.Key.Type, name);
            }
        }

        return null;
    }

    private bool Ends(JsonNode? schema, HashSet<string> ending) =>
        schema is not JsonObject map
            || (map["$ref"] is { } reference ? !_schemas.Any(known => reference.ToString() == Prefix + known.Key && !ending.Contains(known.Key))
                : map["anyOf"] is JsonArray branches ? branches.Any(branch => Ends(branch, ending))
                : (IsEmptyAllowed(map, "minItems") || Ends(map["items"], ending))
                    && (IsEmptyAllowed(map, "minProperties") || Ends(map["additionalProperties"], ending))
                    && Required(map).All(member => Ends(member.Value, ending)));

    private static bool IsEmptyAllowed(JsonObject schema, string bound) => schema[bound] is not { } least || least.ToString() == "0";

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Required(JsonNode? schema) =>
        schema?["properties"] is JsonObject properties && schema["required"] is JsonArray required
            ? properties.Where(member => required.Any(name => name?.ToString() == member.Key))
            : [];

    private static bool Refers(JsonNode? node, string reference) => node switch
    {
        JsonObject map =>
            map.Any(member => (member.Key == "$ref" && member.Value is JsonValue value && value.GetValueKind() == JsonValueKind.String
                && value.GetValue<string>() == reference) || Refers(member.Value, reference)),
        JsonArray list => list.Any(item => Refers(item, reference)),
        _ => false,
    };
}
