using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Typed;

/// <summary>The first path at which JSON does not match its schema. Searched only after deserializing has failed.</summary>
internal sealed class SchemaMismatch
{
    private const int MaxFoundLength = 200;

    private SchemaMismatch(string path, string expected, JsonElement? found)
    {
        Path = path;
        Expected = expected;
        Found = Text(found);
        FoundKind = Kind(found);
    }

    public string Path { get; }

    public string Expected { get; }

    /// <summary>The JSON at that path, truncated if long.</summary>
    public string Found { get; }

    /// <summary>The JSON type at that path, without the content.</summary>
    public string FoundKind { get; }

    /// <summary>Whether the JSON type is correct, but the value was rejected.</summary>
    public bool IsOfKind { get; private init; }

    /// <summary>The first mismatch, or <see langword="null"/> if the JSON matches the schema.</summary>
    public static SchemaMismatch? Find(OpperSchema schema, bool isWrapped, JsonElement json, string path) =>
        Find(schema.Schema, schema.Start(isWrapped), json, path);

    /// <summary>The first null in a list or dictionary of non-nullable items.</summary>
    public static SchemaMismatch? FindNull(OpperSchema schema, bool isWrapped, JsonElement json, string path) =>
        FindNull(schema.Schema, SchemaNavigator.Branches(schema.Schema, schema.Start(isWrapped)).ToList(), json, path);

    /// <summary>For JSON that matches the schema but that the reader rejected: text that is not a date, a value that a constructor rejects.</summary>
    public static SchemaMismatch At(OpperSchema schema, bool isWrapped, JsonElement json, string rootPath, string path)
    {
        var segments = PathStep.Split(path).Skip(PathStep.Split(rootPath).Count).ToList();
        JsonElement? found = json;
        foreach (var segment in segments)
        {
            found = found is not { } at ? null
                : at.ValueKind == JsonValueKind.Object ? (at.TryGetProperty(segment, out var member) ? member : null)
                : at.ValueKind == JsonValueKind.Array && int.TryParse(segment, out var index) && index < at.GetArrayLength() ? at[index]
                : null;
        }

        var places = SchemaNavigator.At(schema.Schema, schema.Start(isWrapped), segments);
        return new SchemaMismatch(path, places.Count == 0 ? "any value" : SchemaNavigator.Describe(schema.Schema, places), found) { IsOfKind = true };
    }

    public static string Text(JsonElement? json)
    {
        if (json is not { } element)
        {
            return "nothing";
        }

        var text = Compact(element.GetRawText());
        return text.Length <= MaxFoundLength ? text : text.Remove(MaxFoundLength) + "…";
    }

    // The JSON as received without white space between tokens. It is not serialized again, because an unpaired surrogate could not be written.
    private static string Compact(string json)
    {
        var text = new System.Text.StringBuilder();
        var (isText, isEscaped) = (false, false);
        for (var i = 0; i < json.Length && text.Length <= MaxFoundLength; i++)
        {
            var c = json[i];
            isText ^= c == '"' && !isEscaped;
            isEscaped = isText && c == '\\' && !isEscaped;
            if (isText || !char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    public static string Kind(JsonElement? json) => json?.ValueKind switch
    {
        null => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => IsWhole(json.Value) ? "a whole number" : "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "a string",
    };

    private static SchemaMismatch? Find(JsonObject root, JsonObject schema, JsonElement json, string path)
    {
        var branches = SchemaNavigator.Branches(root, schema).ToList();
        var fitting = branches.Where(branch => IsOfType(branch, json)).ToList();
        if (fitting.Count > 1)
        {
            return FindByTag(root, fitting, json, path);
        }

        return fitting.Count == 0
            ? new SchemaMismatch(path, SchemaNavigator.Describe(root, branches), json)
            : FindWithin(root, fitting[0], json, path);
    }

    // Alternatives of the same JSON type are objects that have a discriminator.
    private static SchemaMismatch? FindByTag(JsonObject root, List<JsonObject> branches, JsonElement json, string path)
    {
        var mismatches = branches.Select(branch => (Branch: branch, Mismatch: FindWithin(root, branch, json, path))).ToList();
        if (mismatches.Exists(static candidate => candidate.Mismatch is null))
        {
            return null;
        }

        var tag = (branches[0]["properties"] as JsonObject)?.FirstOrDefault(static property => property.Value?["enum"] is JsonArray { Count: 1 }).Key;
        if (tag is null || json.ValueKind != JsonValueKind.Object)
        {
            return mismatches[0].Mismatch;
        }

        JsonElement? found = json.TryGetProperty(tag, out var value) ? value : null;
        var tagged = branches.Select(branch => branch["properties"]?[tag] as JsonObject).OfType<JsonObject>().ToList();
        var own = mismatches.FirstOrDefault(candidate =>
            candidate.Branch["properties"]?[tag] is JsonObject place && found is { } there && FindWithin(root, place, there, path) is null);
        return own.Mismatch ?? new SchemaMismatch(Join(path, tag), SchemaNavigator.Describe(root, tagged), found);
    }

    private static SchemaMismatch? FindWithin(JsonObject root, JsonObject schema, JsonElement json, string path)
    {
        if (schema["enum"] is JsonArray names)
        {
            var text = json.ValueKind is JsonValueKind.String ? Safe(json) : json.GetRawText();
            return names.Any(name => string.Equals(name?.ToString(), text, StringComparison.OrdinalIgnoreCase))
                ? null
                : new SchemaMismatch(path, SchemaNavigator.Describe(root, [schema]), json);
        }

        if (json.ValueKind == JsonValueKind.Array)
        {
            return schema["items"] is JsonObject items
                ? json.EnumerateArray().Select((item, index) => Find(root, items, item, FormattableString.Invariant($"{path}[{index}]")))
                    .FirstOrDefault(static mismatch => mismatch is not null)
                : null;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // An invalid member is more informative than a missing one, so it is reported first.
        var members = json.EnumerateObject().Select(static member => (Name: Name(member), member.Value)).ToList();
        return members
            .Select(member => SchemaNavigator.Member(schema, member.Name) is { } place ? Find(root, place, member.Value, Join(path, member.Name)) : null)
            .FirstOrDefault(static mismatch => mismatch is not null)
            ?? (schema["required"] as JsonArray ?? []).Select(static name => name!.GetValue<string>())
                .Where(name => !members.Exists(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)))
                .Select(name => new SchemaMismatch(Join(path, name), SchemaNavigator.Describe(root, [(JsonObject)schema["properties"]![name]!]), null))
                .FirstOrDefault();
    }

    private static SchemaMismatch? FindNull(JsonObject root, IReadOnlyList<JsonObject> places, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            var items = places.Select(static place => place["items"]).OfType<JsonObject>().ToList();
            var branches = items.SelectMany(item => SchemaNavigator.Branches(root, item)).ToList();
            return items.Count == 0
                ? null
                : json.EnumerateArray().Select((item, index) => Step(items, branches, item, FormattableString.Invariant($"{path}[{index}]")))
                    .FirstOrDefault(static found => found is not null);
        }

        return json.ValueKind != JsonValueKind.Object ? null : json.EnumerateObject().Select(member =>
        {
            var name = Name(member);
            var next = places.Select(place => SchemaNavigator.Member(place, name)).OfType<JsonObject>().ToList();
            return Step(next, next.SelectMany(place => SchemaNavigator.Branches(root, place)).ToList(), member.Value, Join(path, name));
        }).FirstOrDefault(static found => found is not null);

        SchemaMismatch? Step(List<JsonObject> next, List<JsonObject> branches, JsonElement value, string place) =>
            value.ValueKind == JsonValueKind.Null && next.Count > 0 && !next.Exists(schema => SchemaNavigator.AllowsNull(root, schema))
                ? new SchemaMismatch(place, SchemaNavigator.Describe(root, next), value)
                : FindNull(root, branches, value, place);
    }

    private static bool IsOfType(JsonObject schema, JsonElement json)
    {
        var types = SchemaNavigator.Types(schema);
        return types.Count == 0 || types.Any(type => type switch
        {
            "string" => json.ValueKind == JsonValueKind.String,
            "integer" => json.ValueKind == JsonValueKind.Number && IsWhole(json),
            "number" => json.ValueKind == JsonValueKind.Number,
            "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "object" => json.ValueKind == JsonValueKind.Object,
            "array" => json.ValueKind == JsonValueKind.Array,
            _ => json.ValueKind == JsonValueKind.Null,
        });
    }

    private static bool IsWhole(JsonElement number) => WholeNumber.TryParse(number.GetRawText(), out _);

    // GetString throws for an unpaired surrogate.
    private static string Safe(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static string Join(string path, string name) =>
        path.Length == 0 ? name : name.IndexOfAny(['.', '[', ']']) < 0 ? path + "." + name : $"{path}['{name}']";
}
