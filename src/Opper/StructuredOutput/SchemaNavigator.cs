using System.Globalization;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Finds places in the schemas that are made here, and says in words what they ask for.</summary>
internal static class SchemaNavigator
{
    private const string DefsPrefix = "#/$defs/";

    public static JObject Follow(JObject root, JObject schema)
    {
        while ((string?)schema["$ref"] is { } reference)
        {
            schema = (JObject)root["$defs"]![reference.Substring(DefsPrefix.Length)]!;
        }

        return schema;
    }

    /// <summary>The alternatives that a schema offers; itself where there is but one.</summary>
    public static IEnumerable<JObject> Branches(JObject root, JObject schema)
    {
        schema = Follow(root, schema);
        return schema["anyOf"] is JArray any ? any.Cast<JObject>().SelectMany(branch => Branches(root, branch)) : [schema];
    }

    /// <summary>What the schema says about a place; several where it offers alternatives, none where it says nothing.</summary>
    public static List<JObject> At(JObject root, IReadOnlyList<string> path)
    {
        var places = Branches(root, root).ToList();
        foreach (var segment in path)
        {
            places = places.SelectMany(place => Step(place, segment)).SelectMany(place => Branches(root, place)).ToList();
        }

        return places;
    }

    public static bool AllowsNull(JObject root, JObject schema)
        => Branches(root, schema).Any(branch => Types(branch) is var types && (types.Count == 0 || types.Contains("null")));

    public static IReadOnlyList<string> Types(JObject schema) => schema["type"] switch
    {
        JArray many => many.Select(type => (string)type!).ToList(),
        JValue one => [(string)one!],
        _ => [],
    };

    public static string Describe(JObject root, IEnumerable<JObject> places)
        => string.Join(" or ", places.SelectMany(place => Branches(root, place)).SelectMany(Words).Distinct());

    private static IEnumerable<JObject> Step(JObject place, string segment)
    {
        if (place["properties"]?[segment] is JObject property)
        {
            return [property];
        }

        if (place["items"] is JObject items && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return [items];
        }

        return place["additionalProperties"] is JObject values ? [values] : [];
    }

    private static IEnumerable<string> Words(JObject schema)
    {
        if (schema["enum"] is JArray names)
        {
            return [names.Count == 1 ? $"'{names[0]}'" : "one of " + string.Join(", ", names.Select(name => $"'{name}'"))];
        }

        var types = Types(schema);
        return types.Count == 0 ? ["any value"] : types.Select(type => type switch
        {
            "string" => (string?)schema["format"] switch
            {
                "date-time" => "a date and time (RFC 3339)",
                "date" => "a date (yyyy-MM-dd)",
                "time" => "a time of day",
                "uuid" => "a UUID",
                "uri" => "a URI",
                "email" => "an e-mail address",
                _ => schema["contentEncoding"] is null ? "a string" : "base64 text",
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
