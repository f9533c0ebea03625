using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Opper.TypeCorpus;

/// <summary>Random JSON that a schema accepts; a failing instance is reduced to the shortest that fails.</summary>
internal sealed class Instances(JsonObject root) : Gen<string>
{
    private const int MaxDepth = 5;

    public override string Generate(PCG pcg, Size? min, out Size size)
    {
        var json = new StringBuilder();
        Write(new Texts(pcg), json, root, 0);
        size = new Size((ulong)json.Length);
        return json.ToString();
    }

    /// <summary>The smallest instance that the schema accepts: required fields only, and lists as short as allowed.</summary>
    public string Smallest()
    {
        var json = new StringBuilder();
        Write(new Texts(null), json, root, 0);
        return json.ToString();
    }

    /// <summary>The minimum or maximum of every number that the schema limits.</summary>
    public string Edge(string keyword)
    {
        var json = new StringBuilder();
        Write(new Texts(null) { Edge = keyword }, json, root, 0);
        return json.ToString();
    }

    private void Write(Texts texts, StringBuilder json, JsonObject schema, int depth)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            Write(texts, json, (JsonObject)root["$defs"]![reference["#/$defs/".Length..]]!, depth);
        }
        else if (schema["anyOf"] is JsonArray branches)
        {
            // At depth, the branch that ends the recursion is taken: null, or the first derived type.
            var branch = depth > MaxDepth || texts.IsSmallest
                ? branches.FirstOrDefault(static one => one!["type"] is JsonValue type && (string?)type == "null") ?? branches[0]
                : branches[texts.Next(branches.Count)];
            Write(texts, json, (JsonObject)branch!, depth);
        }
        else if (schema["enum"] is JsonArray names)
        {
            json.Append(names[texts.Next(names.Count)]!.ToJsonString());
        }
        else
        {
            var types = schema["type"] switch { JsonArray many => many.Select(static type => (string)type!).ToArray(), JsonValue one =>
                [(string)one!], _ => ["string"] };
            WriteOf(texts, json, schema, depth > MaxDepth || texts.IsSmallest ? types[^1] : types[texts.Next(types.Length)], depth);
        }
    }

    private void WriteOf(Texts texts, StringBuilder json, JsonObject schema, string type, int depth)
    {
        switch (type)
        {
            case "null":
                json.Append("null");
                break;
            case "boolean":
                json.Append(texts.Next(2) == 0 ? "false" : "true");
                break;
            case "integer":
                json.Append(texts.Bound(schema)
                    ?? texts.Integer(Math.Max(Number(schema, "minimum") ?? 0, -1_000_000), Math.Min(Number(schema, "maximum") ?? 1_000_000, 1_000_000)));
                break;
            case "number":
                json.Append(texts.Bound(schema)
                    ?? texts.Real(Math.Max(Number(schema, "minimum") ?? -1000, -1000), Math.Min(Number(schema, "maximum") ?? 1000, 1000)));
                break;
            case "array":
                WriteArray(texts, json, schema, depth);
                break;
            case "object":
                WriteObject(texts, json, schema, depth);
                break;
            default:
                json.Append(JsonSerializer.Serialize(texts.Of(schema)));
                break;
        }
    }

    private void WriteArray(Texts texts, StringBuilder json, JsonObject schema, int depth)
    {
        var least = (int?)schema["minItems"] ?? 0;
        var count = depth > MaxDepth || texts.IsSmallest ? least : least + texts.Next(Math.Min(4, ((int?)schema["maxItems"] ?? 99) - least + 1));
        json.Append('[');
        for (var i = 0; i < count; i++)
        {
            json.Append(i > 0 ? "," : string.Empty);
            Write(texts, json, schema["items"] as JsonObject ?? [], depth + 1);
        }

        json.Append(']');
    }

    private void WriteObject(Texts texts, StringBuilder json, JsonObject schema, int depth)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(static name => (string)name!).ToHashSet();
        var members = (schema["properties"] as JsonObject ?? [])
            .Where(property => required.Contains(property.Key) || (!texts.IsSmallest && texts.Next(2) == 0)).ToList();
        // In any order, including the discriminator.
        for (var i = members.Count - 1; i > 0 && !texts.IsSmallest; i--)
        {
            var other = texts.Next(i + 1);
            (members[i], members[other]) = (members[other], members[i]);
        }

        json.Append('{');
        var separator = string.Empty;
        foreach (var (name, value) in members)
        {
            json.Append(separator).Append(JsonSerializer.Serialize(name)).Append(':');
            Write(texts, json, (JsonObject)value!, depth + 1);
            separator = ",";
        }

        var values = schema["additionalProperties"] as JsonObject ?? (schema["additionalProperties"] is JsonValue allowed && (bool)allowed ? [] : null);
        if (values is not null && depth <= MaxDepth && !texts.IsSmallest)
        {
            var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            for (var i = texts.Next(4); i > 0; i--)
            {
                if (keys.Add(texts.Key(schema["propertyNames"] as JsonObject)))
                {
                    json.Append(separator).Append(JsonSerializer.Serialize(keys.Last())).Append(':');
                    Write(texts, json, values, depth + 1);
                    separator = ",";
                }
            }
        }

        json.Append('}');
    }

    private static double? Number(JsonObject schema, string keyword) =>
        schema[keyword] is JsonValue value ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
