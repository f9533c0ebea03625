using System.Collections.Concurrent;
using NJsonSchema;

namespace Opper.Conventions;

/// <summary>The contract's schemas as validators. Only fields that a schema names are valid, unless it is open; enums are open.</summary>
internal static class ContractSchema
{
    private static readonly ConcurrentDictionary<string, Task<JsonSchema>> Validators = new();

    public static JObject Named(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <param name="schema">A schema of the contract.</param>
    /// <param name="nullIsAbsent">Whether a null may stand for an absent field, as in answers.</param>
    public static Task<JsonSchema> ValidatorAsync(JToken schema, bool nullIsAbsent = false) =>
        Validators.GetOrAdd($"{nullIsAbsent} {schema.ToString(Formatting.None)}", _ => JsonSchema.FromJsonAsync(Whole(schema, nullIsAbsent).ToString()));

    /// <summary>The examples of a media type, by name.</summary>
    public static IEnumerable<(string Name, JToken Value)> Examples(JObject media) =>
        (media["examples"] as JObject ?? []).Properties().Select(example => (example.Name, Contract.Resolve(example.Value)["value"]!))
            .Concat(media["example"] is { } single ? [("example", single)] : []);

    /// <summary>The data of the events of a stream, without the end marker.</summary>
    public static IEnumerable<JToken> Events(string stream) => stream.Split('\n')
        .Where(line => line.StartsWith("data:", StringComparison.Ordinal) && line != "data: [DONE]")
        .Select(line => PlainJson.Parse(line["data:".Length..]));

    /// <summary>An OpenAPI schema as JSON Schema, with all components beside it.</summary>
    private static JObject Whole(JToken schema, bool nullIsAbsent)
    {
        var root = new JObject { ["allOf"] = new JArray(Convert(schema, nullIsAbsent)) };
        root["definitions"] = new JObject(
            Contract.Schemas.Properties().Select(component => new JProperty(component.Name, Convert(component.Value, nullIsAbsent))));
        return root;
    }

    private static JToken Convert(JToken token, bool nullIsAbsent)
    {
        if (token is JArray list)
        {
            return new JArray(list.Select(item => Convert(item, nullIsAbsent)));
        }

        if (token is not JObject schema)
        {
            return token.DeepClone();
        }

        if ((string?)schema["$ref"] is { } reference)
        {
            return new JObject { ["$ref"] = reference.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal) };
        }

        var json = new JObject();
        foreach (var property in schema.Properties().Where(property => !property.Name.StartsWith("x-", StringComparison.Ordinal)))
        {
            switch (property.Name)
            {
                case "description" or "nullable" or "example" or "enum":
                    // Enums are open.
                    break;
                case "format" when (string)property.Value! != "date-time":
                    break;
                case "properties":
                    json["properties"] = new JObject(((JObject)property.Value).Properties().Select(child => new JProperty(child.Name,
                        nullIsAbsent && !IsRequired(schema, child.Name) ? OrNull(Convert(child.Value, nullIsAbsent)) : Convert(child.Value, nullIsAbsent))));
                    break;
                default:
                    json[property.Name] = Convert(property.Value, nullIsAbsent);
                    break;
            }
        }

        if (json["properties"] is not null && json["additionalProperties"] is null)
        {
            json["additionalProperties"] = false;
        }

        return (bool?)schema["nullable"] == true ? OrNull(json) : json;
    }

    private static bool IsRequired(JObject schema, string name) => schema["required"] is JArray required && required.Any(one => (string?)one == name);

    private static JObject OrNull(JToken schema) => new() { ["anyOf"] = new JArray(new JObject { ["type"] = "null" }, schema) };
}
