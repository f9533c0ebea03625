using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Opper.Drift.Reading;

namespace Opper.Drift.Shapes;

/// <summary>One of the plain schemas that a schema comes down to once its references, allOf and anyOf are followed.</summary>
internal sealed class Leaf(Pointer pointer)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where it stands: the place that a change of it would be made at.</summary>
    public Pointer Pointer { get; } = pointer;

    /// <summary>Its JSON types, without null; empty where anything goes.</summary>
    public JsonSchemaType Types { get; init; }

    public string? Format { get; init; }

    /// <summary>The values it may have, as JSON text, without null; none where it is no enum.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public IReadOnlyDictionary<string, SchemaAt> Properties { get; init; } = new Dictionary<string, SchemaAt>();

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>();

    public SchemaAt? Items { get; init; }

    /// <summary>Schema of the fields it does not name; none where they are free or not allowed.</summary>
    public SchemaAt? Further { get; init; }

    /// <summary>Whether fields it does not name are refused.</summary>
    public bool Closed { get; init; }

    public IReadOnlyDictionary<string, string> Bounds { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is the body of a PATCH, where null and absent differ.</summary>
    public bool IsPatch { get; init; }

    public bool IsObject => Types.HasFlag(JsonSchemaType.Object);

    public static string Text(JsonNode value) => value.ToJsonString(Readable);

    /// <summary>This leaf and another that must hold too.</summary>
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
