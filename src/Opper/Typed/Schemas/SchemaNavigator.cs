using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>Resolves paths in generated schemas, and describes what they require in words.</summary>
internal static class SchemaNavigator
{
    public static JsonObject Follow(JsonObject root, JsonObject schema)
    {
        while (schema["$ref"] is JsonValue reference)
        {
            schema = (JsonObject)root["$defs"]![reference.GetValue<string>().Substring(SchemaDefinitions.Prefix.Length)]!;
        }

        return schema;
    }

    /// <summary>The alternatives of a schema; the schema itself if it has none.</summary>
    public static IEnumerable<JsonObject> Branches(JsonObject root, JsonObject schema)
    {
        schema = Follow(root, schema);
        return schema["anyOf"] is JsonArray any ? any.OfType<JsonObject>().SelectMany(branch => Branches(root, branch)) : [schema];
    }

    /// <summary>The schemas at a path: several for alternatives, none if the schema does not constrain it.</summary>
    public static List<JsonObject> At(JsonObject root, JsonObject start, IReadOnlyList<string> path)
    {
        var places = Branches(root, start).ToList();
        foreach (var segment in path)
        {
            places = places.Select(place => Member(place, segment) ?? Item(place, segment)).OfType<JsonObject>()
                .SelectMany(place => Branches(root, place)).ToList();
        }

        return places;
    }

    /// <summary>The schema of an object's member; names are matched case-insensitively.</summary>
    public static JsonObject? Member(JsonObject place, string name)
    {
        if (place["properties"] is JsonObject properties)
        {
            if (properties[name] is JsonObject exact)
            {
                return exact;
            }

            foreach (var property in properties)
            {
                if (string.Equals(property.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value as JsonObject;
                }
            }
        }

        return place["additionalProperties"] as JsonObject;
    }

    public static bool AllowsNull(JsonObject root, JsonObject schema) =>
        Branches(root, schema).Any(branch => Types(branch) is var types && ((types.Count == 0 && branch["enum"] is null) || types.Contains("null")));

    public static IReadOnlyList<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray many => many.Select(static type => type!.GetValue<string>()).ToList(),
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    public static string Describe(JsonObject root, IEnumerable<JsonObject> places) =>
        string.Join(" or ", places.SelectMany(place => Branches(root, place)).SelectMany(Words).Distinct());

    private static JsonObject? Item(JsonObject place, string segment) =>
        place["items"] is JsonObject items && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? items : null;

    private static IEnumerable<string> Words(JsonObject schema)
    {
        if (schema["enum"] is JsonArray names)
        {
            return [names.Count == 1 ? $"'{names[0]}'" : "one of " + string.Join(", ", names.Select(static name => $"'{name}'"))];
        }

        var types = Types(schema);
        return types.Count == 0 ? ["any value"] : types.Select(type => type switch
        {
            "string" => (schema["format"] as JsonValue)?.GetValue<string>() switch
            {
                "date-time" => "a date and time (RFC 3339)",
                "date" => "a date (yyyy-MM-dd)",
                "time" => "a time of day",
                "uuid" => "a UUID",
                "uri" => "a URI",
                "email" => "an e-mail address",
                _ => schema["contentEncoding"] is not null
                    ? "base64 text"
                    : schema["pattern"] is JsonValue pattern ? $"a string matching {pattern.GetValue<string>()}" : "a string",
            },
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "object" => "an object",
            "array" => "an array",
            _ => type,
        });
    }
}
