namespace Opper.Conventions;

public sealed class ContractCompletenessTests
{
    private static readonly (string Reference, string Shape)[] Listed = File.ReadLines(Repository.Data("operations.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' '))
        .Select(parts => (parts[0], ContractOperation.ShapeOf(parts[1], parts[2])))
        .ToArray();

    [Test]
    public void Every_operation_of_the_references_is_in_the_contract() => Rule.Holds(
        "opper.yaml has every operation of the live API, of the endpoint reference and of the compat surface as far as it is used.",
        Listed.Where(listed => Contract.Operations.All(operation => operation.Shape != listed.Shape))
            .Select(listed => $"{listed.Shape} (reference: {listed.Reference})"));

    [Test]
    public void Every_operation_of_the_contract_is_in_a_reference() => Rule.Holds(
        "opper.yaml has no operation that no reference knows.",
        Contract.Operations.Where(operation => Listed.All(listed => listed.Shape != operation.Shape)).Select(operation => operation.ToString()));

    [Test]
    public void Operations_that_the_live_API_lacks_are_marked_as_reference_form() => Rule.Holds(
        "x-opper-reference-form stands on the operations that the live API lacks, and on no others.",
        Contract.Operations
            .Where(operation => (operation.Json["x-opper-reference-form"] is not null)
                == Listed.Any(listed => listed.Reference != "endpoints" && listed.Shape == operation.Shape))
            .Select(operation => operation.ToString()));

    [Test]
    public void Operation_ids_are_unique_and_consist_of_resource_and_verb() => Rule.Holds(
        "operationId is Resource_Verb, of letters only, unique, and Resource is the operation's tag.",
        Contract.Operations
            .Where(operation => operation.Id.Split('_') is not [{ Length: > 0 } resource, { Length: > 0 } verb]
                || !(resource + verb).All(char.IsAsciiLetter)
                || (string?)operation.Json.SelectToken("tags[0]") != resource
                || Contract.Operations.Count(other => other.Id == operation.Id) > 1)
            .Select(operation => operation.ToString()));
}
