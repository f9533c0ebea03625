namespace Opper.Conventions;

public sealed class ContractExampleTests
{
    [Test]
    public void Every_request_and_response_has_an_example() => Rule.Holds(
        "Every request body and every response with content in opper.yaml has an example.",
        from content in Contents()
        where !ContractSchema.Examples(content.Media).Any()
        select content.Where);

    [Test]
    public async Task Every_example_is_valid_against_its_schema()
    {
        var offenders = new List<string>();
        foreach (var (where, media, stream) in Contents())
        {
            foreach (var (name, value) in ContractSchema.Examples(media))
            {
                // The schema of an event stream is a string; that of its events is in an extension.
                var schema = stream is null ? media["schema"]! : ContractSchema.Named(stream);
                JToken[] values = stream is null ? [value] : [.. ContractSchema.Events((string)value!)];
                var validator = await ContractSchema.ValidatorAsync(schema);
                offenders.AddRange(values.SelectMany(one => validator.Validate(one.ToString(Formatting.None)))
                    .Select(error => $"{where}, example {name}: {error.Kind} at {error.Path}"));
            }
        }

        Rule.Holds("Every example of opper.yaml is valid against its schema, and uses only fields that the schema names unless it is open.", offenders);
    }

    [Test]
    public async Task The_example_validator_reports_each_kind_of_error()
    {
        var schema = await ContractSchema.ValidatorAsync(ContractSchema.Named("CallRequest"));

        Assert.That(schema.Validate("""{"name":"a","model":["b",{"name":"c"}],"tags":null}"""), Is.Empty);
        Assert.That(schema.Validate("""{"input":1}"""), Is.Not.Empty, "A required field is missing.");
        Assert.That(schema.Validate("""{"name":"a","instructions":1}"""), Is.Not.Empty, "A field has the wrong type.");
        Assert.That(schema.Validate("""{"name":null}"""), Is.Not.Empty, "A field that is not nullable is null.");
        Assert.That(schema.Validate("""{"name":"a","typo":1}"""), Is.Not.Empty, "A field is not declared.");
    }

    private static IEnumerable<(string Where, JObject Media, string? Stream)> Contents() =>
        from operation in Contract.Operations
           from part in operation.Responses.Select(response => (response.Status, Content: response.Json["content"] as JObject))
               .Append((Status: "request", Content: operation.RequestContent))
           from media in (part.Content ?? []).Properties()
           select ($"{operation.Id} {part.Status} {media.Name}", (JObject)media.Value,
               media.Name == "text/event-stream" ? (string?)(operation.Json["x-opper-stream"] ?? operation.Json["x-opper-stream-option"]) : null);
}
