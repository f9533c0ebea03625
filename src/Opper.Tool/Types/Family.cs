using System.Text.Json;

namespace Opper.Tool.Types;

/// <summary>Alternatives with a discriminator property.</summary>
internal sealed record Family(string Discriminator, IReadOnlyList<(JsonElement Schema, string Value)> Cases)
{
    public static Family? Of(IReadOnlyCollection<JsonElement> alternatives, Func<JsonElement, JsonElement> resolve)
    {
        var nodes = alternatives.Select(resolve).Select(schema => new SchemaNode(schema)).ToList();
        if (nodes.Count < 2 || nodes.Any(node => node is not { Kind: "object", HasProperties: true }))
        {
            return null;
        }

        foreach (var name in nodes[0].Properties.Select(property => property.Name))
        {
            var values = nodes.Select(node => node.Required.Contains(name)
                ? node.Properties.Where(property => property.Name == name).Select(property => new SchemaNode(property.Value).OnlyText).FirstOrDefault()
                : null).ToList();
            if (values.All(value => value is not null) && values.Distinct(StringComparer.Ordinal).Count() == values.Count)
            {
                return new Family(name, [.. nodes.Zip(values, (node, value) => (node.Schema, value!))]);
            }
        }

        return null;
    }
}
