using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>The shape of a value: the union of the plain schemas that it may match.</summary>
internal sealed class Shape
{
    private static readonly (JsonSchemaType Type, string Name)[] TypeNames =
    [
        (JsonSchemaType.String, "string"), (JsonSchemaType.Integer, "integer"), (JsonSchemaType.Number, "number"),
        (JsonSchemaType.Boolean, "boolean"), (JsonSchemaType.Object, "object"), (JsonSchemaType.Array, "array"),
    ];

    public Shape(IReadOnlyList<SchemaAt> alternatives)
    {
        Alternatives = alternatives;
        Leaves = [.. alternatives.SelectMany(alternative => LeafReader.Read(alternative))];
        IsNullable = alternatives.Any(alternative => LeafReader.IsNullable(alternative.Schema));
        Types = Leaves.Any(leaf => leaf.Types == 0) ? 0 : Leaves.Aggregate((JsonSchemaType)0, (sum, leaf) => sum | leaf.Types);
        if (Types.HasFlag(JsonSchemaType.Number))
        {
            Types &= ~JsonSchemaType.Integer;
        }

        Formats = [.. Leaves.Select(leaf => leaf.Format).Where(format => format is not null).Select(format => format!).Distinct(StringComparer.Ordinal)];
        Values = Leaves.All(leaf => leaf.Values is not null) ? [.. Leaves.SelectMany(leaf => leaf.Values!).Distinct(StringComparer.Ordinal)] : null;
        Objects = [.. Leaves.Where(leaf => leaf.IsObject)];
        Properties = Objects.SelectMany(leaf => leaf.Properties).GroupBy(property => property.Key, property => property.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<SchemaAt>)[.. group.DistinctBy(one => one.Pointer)], StringComparer.Ordinal);
        Required = Properties.Keys.Where(name => Objects.All(leaf => leaf.Required.Contains(name))).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<SchemaAt> Alternatives { get; }

    public IReadOnlyList<Leaf> Leaves { get; }

    public bool IsNullable { get; }

    /// <summary>The JSON types without null; empty if any value is allowed.</summary>
    public JsonSchemaType Types { get; }

    public bool IsAnything => Types == 0;

    public IReadOnlyList<string> Formats { get; }

    /// <summary>The enum values as JSON text; null unless every form is an enum.</summary>
    public IReadOnlyList<string>? Values { get; }

    public IReadOnlyList<Leaf> Objects { get; }

    /// <summary>The fields by name; of several objects, all fields.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SchemaAt>> Properties { get; }

    /// <summary>The fields that are required in every object.</summary>
    public IReadOnlySet<string> Required { get; }

    public IReadOnlyList<SchemaAt> Items => [.. Leaves.Where(leaf => leaf.Items is not null).Select(leaf => leaf.Items!)];

    public IReadOnlyList<SchemaAt> Further => [.. Objects.Where(leaf => leaf.Further is not null).Select(leaf => leaf.Further!)];

    /// <summary>The bounds, if there is a single form.</summary>
    public IReadOnlyDictionary<string, string> Bounds => Leaves is [var only] ? only.Bounds : new Dictionary<string, string>();

    public int Kinds => TypeNames.Count(type => Types.HasFlag(type.Type));

    public string TypeText => IsAnything ? "any JSON" : string.Join(" or ", TypeNames.Where(type => Types.HasFlag(type.Type)).Select(type => type.Name));

    /// <summary>Whether this shape has all types of another.</summary>
    public bool Covers(Shape other) => IsAnything || (!other.IsAnything && (other.Types & ~Widened) == 0);

    private JsonSchemaType Widened => Types.HasFlag(JsonSchemaType.Number) ? Types | JsonSchemaType.Integer : Types;

    /// <summary>The default, from the schema or its description.</summary>
    public string? Default => Alternatives.Select(alternative => Documented.Default(alternative.Schema)).FirstOrDefault(value => value is not null);

    public bool IsDeprecated => Alternatives.Any(alternative => Documented.Deprecated(alternative.Schema.Deprecated, alternative.Schema.Description));
}
