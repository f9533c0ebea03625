using NJsonSchema;

namespace Opper.Conventions;

public sealed class ContractExampleTests
{
    [Test]
    public void Every_request_and_answer_has_an_example() => Rule.Holds(
        "Every request body and every answer with content in opper.yaml has an example.",
        from content in Contents()
        where !Examples(content.Media).Any()
        select content.Where);

    [Test]
    public async Task Every_example_is_valid_against_its_schema()
    {
        var offenders = new List<string>();
        var validators = new Dictionary<string, JsonSchema>();
        foreach (var (where, media, stream) in Contents())
        {
            foreach (var (name, value) in Examples(media))
            {
                // The schema of an event stream is a string; what its events hold is named beside it.
                var schema = stream is null ? media["schema"]! : new JObject { ["$ref"] = "#/components/schemas/" + stream };
                JToken[] values = stream is null ? [value] : [.. Events((string)value!)];
                var key = schema.ToString();
                var validator = validators.TryGetValue(key, out var known) ? known : validators[key] = await JsonSchema.FromJsonAsync(Schema(schema).ToString());
                offenders.AddRange(values.SelectMany(one => validator.Validate(one.ToString(Formatting.None))).Select(error => $"{where}, example {name}: {error.Kind} at {error.Path}"));
            }
        }

        Rule.Holds("Every example of opper.yaml is valid against its schema, and uses only fields that the schema names unless it is open.", offenders);
    }

    [Test]
    public async Task The_validation_itself_finds_what_is_wrong()
    {
        var schema = await JsonSchema.FromJsonAsync(Schema(new JObject { ["$ref"] = "#/components/schemas/CallRequest" }).ToString());

        Assert.That(schema.Validate("""{"name":"a","model":["b",{"name":"c"}],"tags":null}"""), Is.Empty);
        Assert.That(schema.Validate("""{"input":1}"""), Is.Not.Empty, "A required field is missing.");
        Assert.That(schema.Validate("""{"name":"a","instructions":1}"""), Is.Not.Empty, "A field has the wrong type.");
        Assert.That(schema.Validate("""{"name":null}"""), Is.Not.Empty, "A field that is not nullable is null.");
        Assert.That(schema.Validate("""{"name":"a","typo":1}"""), Is.Not.Empty, "A field is not declared.");
    }

    private static IEnumerable<(string Where, JObject Media, string? Stream)> Contents()
        => from operation in Contract.Operations
           from part in operation.Responses.Select(response => (response.Status, Content: response.Json["content"] as JObject)).Append((Status: "request", Content: operation.RequestContent))
           from media in (part.Content ?? []).Properties()
           select ($"{operation.Id} {part.Status} {media.Name}", (JObject)media.Value, media.Name == "text/event-stream" ? (string?)(operation.Json["x-opper-stream"] ?? operation.Json["x-opper-stream-option"]) : null);

    private static IEnumerable<(string Name, JToken Value)> Examples(JObject media)
        => (media["examples"] as JObject ?? []).Properties().Select(example => (example.Name, Contract.Resolve(example.Value)["value"]!))
            .Concat(media["example"] is { } single ? [("example", single)] : []);

    private static IEnumerable<JToken> Events(string stream) => stream.Split('\n')
        .Where(line => line.StartsWith("data:", StringComparison.Ordinal) && line != "data: [DONE]")
        .Select(line => PlainJson.Parse(line["data:".Length..]));

    /// <summary>An OpenAPI schema as JSON Schema, with all components beside it.</summary>
    private static JObject Schema(JToken schema)
    {
        var root = new JObject { ["allOf"] = new JArray(Convert(schema)) };
        root["definitions"] = new JObject(Contract.Schemas.Properties().Select(component => new JProperty(component.Name, Convert(component.Value))));
        return root;
    }

    private static JToken Convert(JToken token)
    {
        if (token is JArray list)
        {
            return new JArray(list.Select(Convert));
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
                    json["properties"] = new JObject(((JObject)property.Value).Properties().Select(child => new JProperty(child.Name, Convert(child.Value))));
                    break;
                default:
                    json[property.Name] = Convert(property.Value);
                    break;
            }
        }

        if (json["properties"] is not null && json["additionalProperties"] is null)
        {
            json["additionalProperties"] = false;
        }

        return (bool?)schema["nullable"] == true
            ? new JObject { ["anyOf"] = new JArray(new JObject { ["type"] = "null" }, json) }
            : json;
    }
}
