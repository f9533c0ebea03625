using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>A plain schema that results from resolving references, allOf and anyOf.</summary>
internal sealed class Leaf(Pointer pointer)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The location at which a change of it is made.</summary>
    public Pointer Pointer { get; } = pointer;

    /// <summary>The JSON types, without null; empty if any value is allowed.</summary>
    public JsonSchemaType Types { get; init; }

    public string? Format { get; init; }

    /// <summary>The enum values as JSON text, without null; null if it is not an enum.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public IReadOnlyDictionary<string, SchemaAt> Properties { get; init; } = new Dictionary<string, SchemaAt>();

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>();

    public SchemaAt? Items { get; init; }

    /// <summary>The schema of undeclared fields; null if they are free-form or not allowed.</summary>
    public SchemaAt? Further { get; init; }

    /// <summary>Whether undeclared fields are rejected.</summary>
    public bool Closed { get; init; }

    public IReadOnlyDictionary<string, string> Bounds { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is a PATCH body, in which null and absent differ.</summary>
    public bool IsPatch { get; init; }

    public bool IsObject => Types.HasFlag(JsonSchemaType.Object);

    public static string Text(JsonNode value) => value.ToJsonString(Readable);

    /// <summary>The combination of this leaf and another that applies too.</summary>
    public Leaf With(Leaf other) => new(Pointer)
    {
        Types = Types == 0 ? other.Types : Types,
        Format = Format ?? other.Format,
        Values = Values ?? other.Values,
        Properties = Properties.Concat(other.Properties.Where(property => !Properties.ContainsKey(property.Key))).ToDictionary(StringComparer.Ordinal),
        Required = Required.Concat(other.Required).ToHashSet(StringComparer.Ordinal),
        Items = Items ?? other.Items,
        Further = Further ?? other.Further,
        Closed = Closed || other.Closed,
        IsPatch = IsPatch || other.IsPatch,
        Bounds = Bounds.Concat(other.Bounds.Where(bound => !Bounds.ContainsKey(bound.Key))).ToDictionary(StringComparer.Ordinal),
    };
}
