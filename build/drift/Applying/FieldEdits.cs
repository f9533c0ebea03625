using System.Text.Json.Nodes;
using Opper.Drift.Comparing;
using Opper.Drift.Shapes;
using YamlDotNet.RepresentationModel;

namespace Opper.Drift.Applying;

/// <summary>Changes schemas and parameters in the text of the contract.</summary>
internal static class FieldEdits
{
    private static readonly string[] NameLists = ["x-enum-varnames", "x-enumNames"];

    public static void Add(ContractText yaml, Occurrence difference, SchemaWriter schemas, bool sent)
    {
        var owner = yaml.Map(difference.Target);
        var ownerName = difference.Target.Component?.Name ?? "Live";
        List<string> field = [.. schemas.Field(difference.Detail!, difference.LiveSchemas, ownerName, sent,
            required: difference.Live!.StartsWith("required", StringComparison.Ordinal))];
        if (ContractText.Child(owner, "properties") is YamlMappingNode { Children.Count: > 0 } properties)
        {
            yaml.Insert(properties, field);
        }
        else
        {
            yaml.Insert(owner, ["properties:", .. YamlWriting.Indented(field)], "type", "description", "nullable", "x-opper-request", "required");
        }
    }

    public static void MakeOptional(ContractText yaml, YamlMappingNode owner, string field)
    {
        if (ContractText.Child(owner, "required") is not YamlSequenceNode { Style: not YamlDotNet.Core.Events.SequenceStyle.Flow } list)
        {
            throw new CannotApplyException("its list of required fields is not a block list");
        }

        var item = list.Children.First(child => child is YamlScalarNode scalar && scalar.Value == field);
        var from = list.Children.Count == 1 ? (int)ContractText.Key(owner, "required").Start.Line : (int)item.Start.Line;
        yaml.Remove(from, (int)item.Start.Line);
    }

    public static void RemoveLine(ContractText yaml, YamlMappingNode owner, string key)
    {
        var line = (int)ContractText.Key(owner, key).Start.Line;
        yaml.Remove(line, yaml.LastLine(ContractText.Child(owner, key)!));
    }

    public static void MakeNullable(ContractText yaml, YamlMappingNode schema)
    {
        // OpenAPI 3.0 allows nullable only beside a type.
        if (ContractText.Child(schema, "type") is null)
        {
            throw new CannotApplyException("null has to be allowed in the component it refers to");
        }

        yaml.Insert(schema, ["nullable: true"], "type", "format", "description");
    }

    public static void AddValue(ContractText yaml, YamlMappingNode schema, string json)
    {
        var value = JsonNode.Parse(json)!;
        // From the bottom up, because each insertion moves the lines below it.
        var lists = NameLists.Where(key => ContractText.Child(schema, key) is not null)
            .Select(key => (Key: key, Item: ComponentNames.OfValue(value.ToString())))
            .Prepend((Key: "enum", Item: YamlWriting.Value("x", value).First()["x: ".Length..]))
            .Select(list => (Node: ContractText.Child(schema, list.Key) as YamlSequenceNode, list.Item))
            .Where(list => list.Node is { Children.Count: > 0 })
            .OrderByDescending(list => list.Node!.Start.Line)
            .ToList();
        foreach (var (node, item) in lists)
        {
            if (node!.Style == YamlDotNet.Core.Events.SequenceStyle.Flow)
            {
                throw new CannotApplyException("its list of values is not a block list");
            }

            yaml.InsertAfter(yaml.LastLine(node), ["- " + item], (int)node.Children[0].Start.Column - 3);
        }
    }

    public static void SetBound(ContractText yaml, YamlMappingNode schema, string name, string? value)
    {
        if (ContractText.Child(schema, name) is null)
        {
            throw new CannotApplyException($"the contract writes its {name} in another way");
        }

        if (value is null)
        {
            RemoveLine(yaml, schema, name);
            return;
        }

        var line = (int)ContractText.Key(schema, name).Start.Line;
        yaml.Replace(line, yaml.LastLine(ContractText.Child(schema, name)!), [Spaces(ContractText.Indent(schema)) + $"{name}: {value}"]);
    }

    /// <summary>Adds a default or a deprecation to the description.</summary>
    public static void Say(ContractText yaml, YamlMappingNode owner, string? stated, bool deprecated)
    {
        if (ContractText.Child(owner, "description") is not YamlScalarNode { Value: { } said } description)
        {
            throw new CannotApplyException("it has no description to add this to");
        }

        var indent = ContractText.Indent(owner);
        var text = SchemaWriter.Describe(said, stated, deprecated);
        var from = (int)ContractText.Key(owner, "description").Start.Line;
        var wasFolded = yaml.Line(from).TrimEnd().EndsWith(">-", StringComparison.Ordinal);
        var lines = wasFolded ? YamlWriting.Folded("description", text, indent) : YamlWriting.Text("description", text, indent);
        yaml.Replace(from, yaml.LastLine(description), lines.Select(line => Spaces(indent) + line));
    }

    private static string Spaces(int count) => new(' ', count);
}
