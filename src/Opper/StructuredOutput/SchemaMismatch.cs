using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>The first place where JSON is not what its schema says. Looked for only once reading has failed.</summary>
internal sealed class SchemaMismatch
{
    private const int MaxFoundLength = 200;

    private SchemaMismatch(string path, string expected, JToken? found)
    {
        Path = path;
        Expected = expected;
        Found = Text(found);
        FoundKind = Kind(found);
    }

    public string Path { get; }

    public string Expected { get; }

    /// <summary>The JSON at that place, cut where it is long.</summary>
    public string Found { get; }

    /// <summary>What the JSON at that place is, without its content.</summary>
    public string FoundKind { get; }

    /// <summary>The first mismatch, or <see langword="null"/> when the schema has nothing against the JSON.</summary>
    public static SchemaMismatch? Find(JObject root, JToken? json, string path) => Find(root, root, json, path);

    /// <summary>For JSON that only the reader refused: a text that is no date, a value that a constructor does not take.</summary>
    public static SchemaMismatch At(JObject root, JToken? json, string rootPath, string path)
    {
        var segments = PathStep.Split(path).Skip(PathStep.Split(rootPath).Count).ToList();
        var found = json;
        foreach (var segment in segments)
        {
            found = found switch
            {
                JObject map => map[segment],
                JArray list when int.TryParse(segment, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        var places = SchemaNavigator.At(root, segments);
        return new SchemaMismatch(path, places.Count == 0 ? "any value" : SchemaNavigator.Describe(root, places), found);
    }

    public static string Text(JToken? token)
    {
        if (token is null)
        {
            return "nothing";
        }

        var text = token.ToString(Formatting.None);
        return text.Length <= MaxFoundLength ? text : text.Remove(MaxFoundLength) + "…";
    }

    public static string Kind(JToken? token) => token?.Type switch
    {
        null => "nothing",
        JTokenType.Object => "an object",
        JTokenType.Array => "an array",
        JTokenType.Integer => "a whole number",
        JTokenType.Float => "a number",
        JTokenType.Boolean => "true or false",
        JTokenType.Null => "null",
        _ => "a string",
    };

    private static SchemaMismatch? Find(JObject root, JObject schema, JToken? json, string path)
    {
        var branches = SchemaNavigator.Branches(root, schema).ToList();
        var fitting = branches.Where(branch => IsOfType(branch, json)).ToList();
        if (fitting.Count > 1)
        {
            return FindByTag(root, fitting, json, path);
        }

        return fitting.Count == 0
            ? new SchemaMismatch(path, SchemaNavigator.Describe(root, branches), json)
            : FindWithin(root, fitting[0], json!, path);
    }

    // Alternatives of one kind are objects that a discriminator tells apart.
    private static SchemaMismatch? FindByTag(JObject root, List<JObject> branches, JToken? json, string path)
    {
        var mismatches = branches.Select(branch => (Branch: branch, Mismatch: FindWithin(root, branch, json!, path))).ToList();
        if (mismatches.Exists(candidate => candidate.Mismatch is null))
        {
            return null;
        }

        var tag = (branches[0]["properties"] as JObject)?.Properties().FirstOrDefault(property => property.Value["enum"] is JArray { Count: 1 })?.Name;
        if (tag is null)
        {
            return mismatches[0].Mismatch;
        }

        var tagged = branches.Select(branch => branch["properties"]?[tag] as JObject).OfType<JObject>().ToList();
        var own = mismatches.FirstOrDefault(candidate => candidate.Branch["properties"]?[tag] is JObject place && FindWithin(root, place, json![tag] ?? JValue.CreateUndefined(), path) is null);
        return own.Mismatch ?? new SchemaMismatch(Join(path, tag), SchemaNavigator.Describe(root, tagged), json![tag]);
    }

    private static SchemaMismatch? FindWithin(JObject root, JObject schema, JToken json, string path)
    {
        if (schema["enum"] is JArray names)
        {
            return names.Any(name => string.Equals((string?)name, json is JValue value ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null, StringComparison.OrdinalIgnoreCase))
                ? null
                : new SchemaMismatch(path, SchemaNavigator.Describe(root, [schema]), json);
        }

        if (json is JArray list)
        {
            return schema["items"] is JObject items
                ? list.Select((item, index) => Find(root, items, item, FormattableString.Invariant($"{path}[{index}]"))).FirstOrDefault(mismatch => mismatch is not null)
                : null;
        }

        if (json is not JObject map)
        {
            return null;
        }

        var properties = schema["properties"] as JObject ?? [];
        // What is there and wrong says more than what is missing.
        return map.Properties()
            .Select(member => (properties[member.Name] ?? schema["additionalProperties"]) is JObject place ? Find(root, place, member.Value, Join(path, member.Name)) : null)
            .FirstOrDefault(mismatch => mismatch is not null)
            ?? (schema["required"] as JArray ?? []).Select(name => (string)name!)
                .Where(name => map[name] is null)
                .Select(name => new SchemaMismatch(Join(path, name), SchemaNavigator.Describe(root, [(JObject)properties[name]!]), null))
                .FirstOrDefault();
    }

    private static bool IsOfType(JObject schema, JToken? json)
    {
        var types = SchemaNavigator.Types(schema);
        return types.Count == 0 || types.Any(type => type switch
        {
            "string" => json?.Type == JTokenType.String,
            "integer" => json?.Type == JTokenType.Integer || (json?.Type == JTokenType.Float && Math.Floor((double)json) == (double)json),
            "number" => json?.Type is JTokenType.Integer or JTokenType.Float,
            "boolean" => json?.Type == JTokenType.Boolean,
            "object" => json is JObject,
            "array" => json is JArray,
            _ => json?.Type == JTokenType.Null,
        });
    }

    private static string Join(string path, string name)
        => path.Length == 0 ? name : name.IndexOfAny(['.', '[', ']']) < 0 ? path + "." + name : $"{path}['{name}']";
}
