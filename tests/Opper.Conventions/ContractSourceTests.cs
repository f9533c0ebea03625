namespace Opper.Conventions;

/// <summary>Everything in the contract about the compat surface names its source.</summary>
public sealed class ContractSourceTests
{
    private static readonly string[] Sources = ["skills", "docs", "openai", "observed", "assumed"];

    [Test]
    public void Every_v3_operation_and_property_names_its_source() => Rule.Holds(
        "Operations under /v3 of opper.yaml, their headers, and the properties of schemas that only they have carry x-opper-source.",
        SecondPart().Where(part => part.Json["x-opper-source"] is null).Select(part => part.Where));

    [Test]
    public void Every_named_source_is_known() => Rule.Holds(
        $"x-opper-source of opper.yaml is one of {string.Join(", ", Sources)}.",
        Contract.Walk(Contract.Root, "#").Where(part => part.Json["x-opper-source"] is { } source && !Sources.Contains((string?)source))
            .Select(part => part.Where));

    private static IEnumerable<(string Where, JObject Json)> SecondPart()
    {
        var operations = Contract.Operations.Where(operation => operation.Path.StartsWith("/v3/", StringComparison.Ordinal)).ToList();
        foreach (var operation in operations)
        {
            yield return (operation.Id, operation.Json);
            foreach (var parameter in operation.Parameters)
            {
                yield return ($"{operation.Id}: {parameter["name"]}", parameter);
            }

            foreach (var header in (operation.Success.Json["headers"] as JObject ?? []).Properties())
            {
                yield return ($"{operation.Id}: {header.Name}", (JObject)Contract.Resolve(header.Value));
            }
        }

        foreach (var (name, schema) in Contract.Objects.Where(
            schema => schema.Name.StartsWith("Compat", StringComparison.Ordinal) || schema.Name.StartsWith("PublicModel", StringComparison.Ordinal)))
        {
            foreach (var property in (schema["properties"] as JObject ?? []).Properties())
            {
                yield return ($"{name}.{property.Name}", (JObject)property.Value);
            }
        }
    }
}
