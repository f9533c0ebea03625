namespace Opper.Conventions;

public sealed class ContractQualityTests
{
    private static readonly string[] DocumentedErrors = ["400", "401", "404", "422"];

    [Test]
    public void Every_schema_has_a_description() => Rule.Holds(
        "Every schema of opper.yaml has a description.",
        Contract.Schemas.Properties().Where(schema => IsBlank(schema.Value)).Select(schema => schema.Name));

    [Test]
    public void Every_property_has_a_description() => Rule.Holds(
        "Every property of every schema of opper.yaml has a description.",
        from schema in Contract.Objects
        from property in (schema.Schema["properties"] as JObject ?? []).Properties()
        where IsBlank(property.Value)
        select $"{schema.Name}.{property.Name}");

    [Test]
    public void Every_parameter_has_a_description() => Rule.Holds(
        "Every parameter of opper.yaml has a description.",
        from operation in Contract.Operations
        from parameter in operation.Parameters
        where IsBlank(parameter)
        select $"{operation.Id}: {parameter["name"]}");

    [Test]
    public void Every_operation_has_a_summary_and_a_description() => Rule.Holds(
        "Every operation of opper.yaml has a summary and a description.",
        Contract.Operations.Where(operation => IsBlank(operation.Json) || string.IsNullOrWhiteSpace((string?)operation.Json["summary"]))
            .Select(operation => operation.ToString()));

    [Test]
    public void Every_request_body_and_response_has_a_description() => Rule.Holds(
        "Every request body and every response of opper.yaml has a description.",
        from operation in Contract.Operations
        from part in operation.Responses.Append(("request body", operation.Json["requestBody"] as JObject ?? new JObject { ["description"] = "none" }))
        where IsBlank(part.Item2)
        select $"{operation.Id}: {part.Item1}");

    [Test]
    public void Every_operation_lists_its_errors() => Rule.Holds(
        "Every operation of opper.yaml documents 400, 401, 404 and 422.",
        from operation in Contract.Operations
        from status in DocumentedErrors
        where operation.Responses.All(response => response.Status != status)
        select $"{operation.Id}: {status}");

    [Test]
    public void Component_names_have_no_digits() => Rule.Holds(
        "No component of opper.yaml has a digit in its name.",
        from kind in ((JObject)Contract.Root["components"]!).Properties()
        from component in ((JObject)kind.Value).Properties()
        where component.Name.Any(char.IsDigit)
        select $"{kind.Name}/{component.Name}");

    [Test]
    public void No_schema_uses_oneOf() => Rule.Holds(
        "opper.yaml has no oneOf: several shapes are anyOf, as a value may fit more than one.",
        Contract.Walk(Contract.Root, "#").Where(part => part.Json["oneOf"] is JArray).Select(part => part.Where));

    [Test]
    public void Object_schemas_with_properties_are_named_components() => Rule.Holds(
        "opper.yaml has no inline object schema with properties: each stands in components/schemas.",
        Contract.Walk(Contract.Root, "#")
            .Where(part => part.Json["properties"] is JObject && !part.Where.EndsWith("/properties", StringComparison.Ordinal))
            .Where(part => !part.Where.StartsWith("#/components/schemas/", StringComparison.Ordinal) || part.Where.Count(c => c == '/') > 3)
            .Select(part => part.Where));

    [Test]
    public void Every_reference_resolves() => Rule.Holds(
        "Every $ref of opper.yaml refers to a component.",
        Contract.Walk(Contract.Root, "#")
            .Where(part => part.Json["$ref"] is JValue { Type: JTokenType.String } reference
                && Contract.Root.SelectToken(((string)reference!).Replace("#/", string.Empty, StringComparison.Ordinal).Replace('/', '.')) is null)
            .Select(part => $"{part.Where}: {part.Json["$ref"]}"));

    [Test]
    public void No_schema_has_a_default() => Rule.Holds(
        "opper.yaml has no `default` of a schema: the client sends only what the caller sets.",
        Contract.Walk(Contract.Schemas, "#").Where(part => part.Json["default"] is not null && part.Json["type"] is JValue).Select(part => part.Where));

    private static bool IsBlank(JToken json) => string.IsNullOrWhiteSpace((string?)json["description"]);
}
