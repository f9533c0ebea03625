using Opper.Drift.Comparing;
using Opper.Drift.Reading;
using YamlDotNet.RepresentationModel;

namespace Opper.Drift.Applying;

/// <summary>Changes operations in the text of the contract.</summary>
internal static class OperationEdits
{
    private static readonly string[] BeforeParameters = ["tags", "operationId", "summary", "description", "deprecated"];

    public static void AddParameter(ContractText yaml, Occurrence difference, OperationWriter operations)
    {
        var operation = yaml.Map(difference.Target);
        var owner = ((YamlScalarNode?)ContractText.Child(operation, "operationId"))?.Value?.Replace("_", string.Empty, StringComparison.Ordinal) ?? "Live";
        var lines = operations.Parameter(new ApiParameter(difference.LiveParameter!,
            difference.LiveSchemas is [var schema] ? schema.Pointer : difference.Target), owner);
        if (ContractText.Child(operation, "parameters") is YamlSequenceNode { Children.Count: > 0 } list)
        {
            yaml.InsertAfter(yaml.LastLine(list), lines, (int)list.Children[0].Start.Column - 3);
            return;
        }

        var extensions = operation.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? string.Empty)
            .Where(key => key.StartsWith("x-", StringComparison.Ordinal));
        yaml.Insert(operation, ["parameters:", .. YamlWriting.Indented(lines)], [.. BeforeParameters, .. extensions]);
    }

    public static void AddStatus(ContractText yaml, Occurrence difference, OperationWriter operations)
    {
        var responses = yaml.Map(difference.Target);
        var before = responses.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? string.Empty)
            .Where(status => status != "default" && string.CompareOrdinal(status, difference.Detail) < 0).ToArray();
        yaml.Insert(responses, operations.Error(difference.Detail!,
            difference.LiveOperation?.Operation.Responses?.GetValueOrDefault(difference.Detail!)?.Description), before);
    }

    public static void AddMediaType(ContractText yaml, Occurrence difference, OperationWriter operations)
    {
        var id = difference.OurOperation?.Operation.OperationId ?? "Live_Live";
        var parts = id.Split('_');
        var sent = difference.Use.Direction == Direction.Request;
        var name = parts[1] + ComponentNames.Singular(parts[0]) + (sent ? "Request" : "Response");
        yaml.Insert(yaml.Map(difference.Target),
            operations.Media(difference.Detail!, difference.LiveSchemas, name, sent, patch: difference.LiveOperation?.Method == "PATCH"));
    }

    public static void AddOperation(ContractText yaml, ApiOperation live, OperationNaming naming, OperationWriter operations)
    {
        var paths = new Pointer("paths");
        var neighbour = naming.Neighbour(live);
        var tag = OperationNaming.Tag(live, neighbour);
        List<string> lines = [.. operations.Write(live, tag, naming.Id(live, tag))];
        if (neighbour is not null && WithoutNames(neighbour.FullPath) == WithoutNames(live.FullPath))
        {
            yaml.Insert(yaml.Map(paths.Add(neighbour.Path)), lines);
            return;
        }

        List<string> path = [string.Empty, live.FullPath + ":", .. YamlWriting.Indented(lines)];
        if (neighbour is null)
        {
            yaml.Insert(yaml.Map(paths), path);
            AddTag(yaml, tag);
        }
        else
        {
            yaml.Insert(yaml.Map(paths), path, neighbour.Path);
        }
    }

    // Tags are above the paths, so inserting one does not change the line numbers below the insertion point of a path.
    private static void AddTag(ContractText yaml, string tag)
    {
        if (yaml.Find(new Pointer("tags")) is YamlSequenceNode { Children.Count: > 0 } tags
            && !tags.Children.OfType<YamlMappingNode>().Any(one => ContractText.Child(one, "name") is YamlScalarNode name && name.Value == tag))
        {
            yaml.InsertAfter(yaml.LastLine(tags), [$"- name: {tag}", $"  description: {ComponentNames.Words(tag)}; the live API says no more about it."],
                (int)tags.Children[0].Start.Column - 3);
        }
    }

    private static string WithoutNames(string path) => string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment));
}
