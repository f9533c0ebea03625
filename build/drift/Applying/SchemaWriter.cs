using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Opper.Drift.Shapes;

namespace Opper.Drift.Applying;

/// <summary>Writes schemas of the live document in the style of the contract: OpenAPI 3.0, named objects, descriptions everywhere, no defaults.</summary>
internal sealed class SchemaWriter(ISet<string> taken, IDictionary<string, string> pairs)
{
    /// <summary>The components to add, in order of appearance.</summary>
    public List<(string Name, IReadOnlyList<string> Lines)> Components { get; } = [];

    /// <summary>A field with its schema.</summary>
    public IEnumerable<string> Field(string name, IReadOnlyList<SchemaAt> schemas, string owner, bool sent, bool required)
    {
        var shape = new Shape(schemas);
        List<string> lines = [.. Value(name, shape, owner, sent, Description(name, shape), nullable: shape.IsNullable || (!sent && !required))];
        if (name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'))
        {
            lines.Add("x-csharp-name: " + ComponentNames.Of(name));
        }

        return [YamlWriting.Scalar(name) + ":", .. YamlWriting.Indented(lines)];
    }

    /// <summary>The schema of a parameter, with its key.</summary>
    public IEnumerable<string> Parameter(string name, IReadOnlyList<SchemaAt> schemas, string owner) =>
        ["schema:", .. YamlWriting.Indented(Value(name, new Shape(schemas), owner, sent: true, description: null, nullable: false))];

    /// <summary>The schema of a body, with its key.</summary>
    public IEnumerable<string> Body(IReadOnlyList<SchemaAt> schemas, string name, bool sent, bool patch) =>
        ["schema:", .. YamlWriting.Indented(Value(name, new Shape(schemas), string.Empty, sent, description: null, nullable: false, patch))];

    public static string Description(string name, Shape shape)
    {
        var said = shape.Alternatives.Select(alternative => alternative.Schema.Description).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return Describe(said ?? ComponentNames.Words(name) + "; the live API says no more about it.", shape.Default, shape.IsDeprecated);
    }

    /// <summary>The description, with the default and the deprecation added if it does not mention them.</summary>
    public static string Describe(string description, string? stated, bool deprecated)
    {
        description = description.Trim();
        description = description.EndsWith('.') ? description : description + ".";
        if (stated is not null && Documented.Default(description) != stated)
        {
            description += $" Default {(Documented.Default($"Default {stated}.") == stated ? stated : $"`{stated}`")}.";
        }

        return deprecated && !Documented.Deprecated(false, description) ? description + " Deprecated by the service." : description;
    }

    private IEnumerable<string> Value(string name, Shape shape, string owner, bool sent, string? description, bool nullable, bool patch = false)
    {
        // A value with several forms is free JSON: a type for it must be written by hand.
        if (shape.IsAnything || shape.Kinds > 1)
        {
            description ??= "Any JSON.";
            return YamlWriting.Text("description", shape.IsAnything ? description : $"{description} It is {shape.TypeText}.", 10);
        }

        if (shape.Properties.Count > 0 || shape.Values is { Count: > 1 })
        {
            var reference = $"$ref: '#/components/schemas/{Component(name, shape, owner, sent, patch)}'";
            return description is null ? [reference] : [.. YamlWriting.Text("description", description, 10), "allOf:", "  - " + reference];
        }

        List<string> lines = ["type: " + shape.TypeText];
        if (Format(shape) is { } format)
        {
            lines.Add("format: " + format);
        }

        if (description is not null)
        {
            lines.AddRange(YamlWriting.Text("description", description, 10));
        }

        if (nullable)
        {
            lines.Add("nullable: true");
        }

        lines.AddRange(shape.Bounds.Select(bound => $"{bound.Key}: {(bound.Key == "pattern" ? YamlWriting.Scalar(bound.Value) : bound.Value)}"));
        if (shape.Types == JsonSchemaType.Array)
        {
            lines.Add("items:");
            lines.AddRange(YamlWriting.Indented(Value(ComponentNames.Singular(name), new Shape(shape.Items), owner, sent, description: null, nullable: false)));
        }
        else if (shape.Types == JsonSchemaType.Object)
        {
            lines.AddRange(shape.Further.Count == 0
                ? ["additionalProperties: {}"]
                : ["additionalProperties:", .. YamlWriting.Indented(Value(name, new Shape(shape.Further), owner, sent, null, nullable: false))]);
        }

        return lines;
    }

    private string Component(string name, Shape shape, string owner, bool sent, bool patch)
    {
        var live = shape.Leaves.Select(leaf => leaf.Pointer.Component?.Name).OfType<string>().Distinct().ToList() is [var only] ? only : null;
        if (live is not null && pairs.TryGetValue(live, out var known))
        {
            return known;
        }

        var title = shape.Alternatives.Select(alternative => alternative.Schema.Title).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        var own = Free(ComponentNames.Of(live ?? (shape.Properties.Count > 0 ? title : null) ?? owner + "_" + name));
        taken.Add(own);
        if (live is not null)
        {
            pairs[live] = own;
        }

        // Reserved before its fields are written, because they may refer to it.
        var place = Components.Count;
        Components.Add((own, []));
        Components[place] = (own,
            [own + ":", .. YamlWriting.Indented(shape.Properties.Count > 0 ? Object(own, shape, sent, patch) : Enumeration(own, shape, sent))]);
        return own;
    }

    private List<string> Object(string name, Shape shape, bool sent, bool patch)
    {
        List<string> lines = ["type: object",
            .. YamlWriting.Text("description", DescriptionOf(shape) ?? ComponentNames.Words(name) + "; the live API says no more about it.", 6)];
        if (sent)
        {
            lines.Add("x-opper-request: true");
        }

        if (patch)
        {
            lines.Add("x-merge-patch: true");
        }

        var required = shape.Properties.Keys.Where(shape.Required.Contains).ToList();
        if (required.Count > 0)
        {
            lines.AddRange(YamlWriting.Value("required", new JsonArray([.. required.Select(field => (JsonNode)field)])));
        }

        lines.Add("properties:");
        lines.AddRange(
            YamlWriting.Indented(shape.Properties.SelectMany(field => Field(field.Key, field.Value, name, sent, shape.Required.Contains(field.Key)))));
        return lines;
    }

    private static List<string> Enumeration(string name, Shape shape, bool sent)
    {
        List<string> lines =
        [
            "type: " + shape.TypeText,
            .. YamlWriting.Text("description",
                (DescriptionOf(shape) ?? ComponentNames.Words(name) + ".").TrimEnd('.') + ". An open set: a value not listed here must be tolerated.", 6),
        ];
        if (sent)
        {
            lines.Add("x-opper-request: true");
        }

        lines.AddRange(YamlWriting.Value("enum", new JsonArray([.. shape.Values!.Select(value => JsonNode.Parse(value))])));
        return lines;
    }

    private string Free(string name) => !taken.Contains(name) ? name : Free("Live" + name);

    private static string? DescriptionOf(Shape shape) =>
        shape.Leaves.Count == 1 && LeafReader.Resolve(shape.Alternatives[0]).Schema.Description is { Length: > 0 } text ? text : null;

    private static string? Format(Shape shape) => shape.Formats is [not "uuid"] ? shape.Formats[0]
        : shape.Types == JsonSchemaType.Integer ? "int64"
        : shape.Types == JsonSchemaType.Number ? "double" : null;
}
