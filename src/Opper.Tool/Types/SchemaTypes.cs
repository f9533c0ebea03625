using System.Text.Json;

namespace Opper.Tool.Types;

/// <summary>Generates C# types from JSON Schemas. Schemas without a corresponding C# type become <see cref="JsonElement"/>.</summary>
internal sealed class SchemaTypes
{
    /// <summary>The types of .NET that generated types use by their names.</summary>
    public static readonly IReadOnlyCollection<string> Reserved =
    [
        Any, "Dictionary", "IReadOnlyList", "IReadOnlyDictionary", "DateOnly", "DateTimeOffset", "TimeOnly", "Guid", "Uri", "JsonStringEnumConverter",
        .. CSharpWriter.AttributeTypes,
    ];

    private const string Any = "JsonElement";
    private const string AdditionalProperties = nameof(AdditionalProperties);

    private readonly List<CSharpType> _types = [];
    private readonly HashSet<string> _names = new([.. Identifiers.MembersOfRecords, .. Reserved, AdditionalProperties], StringComparer.Ordinal);
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resolving = new(StringComparer.Ordinal);
    private JsonElement _root;

    public IReadOnlyCollection<CSharpType> Types => _types;

    /// <summary>Adds the types of a schema, and returns the type of its root.</summary>
    public string Add(JsonElement schema, string name)
    {
        _root = schema;
        _references.Clear();
        _resolving.Clear();
        _references["#"] = Peek(name);
        return TypeOf(schema, name);
    }

    private string TypeOf(JsonElement schema, string name)
    {
        var node = new SchemaNode(schema);
        if (node.Reference is { } reference)
        {
            return Refer(reference);
        }

        if (node.NonNullAlternatives is { } alternatives)
        {
            return alternatives.Count == 1 ? Nullable(TypeOf(alternatives[0], name), node.AllowsNull)
                : Family.Of(alternatives, Resolve) is { } family ? Nullable(Add(family, name, node.Description), node.AllowsNull)
                : Any;
        }

        return Nullable(Plain(node, name), node.AllowsNull);
    }

    private string Plain(SchemaNode node, string name) => node switch
    {
        { EnumTexts: { } texts } => Add(new EnumType(Name(name), node.Description, Values(texts))),
        { Kind: "object", HasProperties: true } => Add(node, name, tag: null, parent: null),
        { Kind: "object" } =>
            $"IReadOnlyDictionary<string,"
            + $" {(node.Child("additionalProperties") is { ValueKind: JsonValueKind.Object } value ? TypeOf(value, name + " value") : Any)}>",
        { Kind: "array" } => $"IReadOnlyList<{(node.Child("items") is { ValueKind: JsonValueKind.Object } item ? TypeOf(item, name + " item") : Any)}>",
        { Kind: "string" } => node.Format switch
        {
            "date" => "DateOnly",
            "date-time" => "DateTimeOffset",
            "time" => "TimeOnly",
            "uuid" => "Guid",
            "uri" => "Uri",
            _ => "string",
        },
        { Kind: "integer" } => node.FitsInt ? "int" : "long",
        { Kind: "number" } => "double",
        { Kind: "boolean" } => "bool",
        _ => Any,
    };

    private string Add(CSharpType type)
    {
        _types.Add(type);
        return type.Name;
    }

    private string Add(SchemaNode node, string name, string? tag, string? parent)
    {
        var record = new RecordType(Name(name), node.Description) { IsOpen = node.IsOpen, Base = parent };
        _types.Add(record);
        var members = new HashSet<string>(Identifiers.MembersOfRecords, StringComparer.Ordinal) { AdditionalProperties, record.Name };
        foreach (var property in node.Properties.Where(property => property.Name != tag))
        {
            var facts = new SchemaNode(property.Value);
            var type = TypeOf(property.Value, property.Name);
            var isRequired = node.Required.Contains(property.Name);
            record.Members.Add(new RecordMember(
                Identifiers.Unique(Identifiers.Member(property.Name, record.Name), members),
                property.Name,
                isRequired ? type : Nullable(type, true),
                isRequired,
                facts.Description,
                facts.Annotations));
        }

        return record.Name;
    }

    private string Add(Family family, string name, string? description)
    {
        var own = Name(name);
        var place = _types.Count;
        var cases = family.Cases.Select(one => (Add(new SchemaNode(one.Schema), one.Value, family.Discriminator, own), one.Value)).ToList();
        _types.Insert(place, new FamilyType(own, description, family.Discriminator, cases));
        return own;
    }

    private string Refer(string reference)
    {
        if (_references.TryGetValue(reference, out var known))
        {
            return known;
        }

        var target = Find(reference);
        var name = reference.Split('/')[^1];
        if (new SchemaNode(target) is { Kind: "object", HasProperties: true, Reference: null, NonNullAlternatives: null }
            || Family.Of(new SchemaNode(target).NonNullAlternatives ?? [], Resolve) is not null)
        {
            // Registered before its members are read, because they may refer to it.
            _references[reference] = Peek(name);
        }
        else if (!_resolving.Add(reference))
        {
            return Any;
        }

        var type = TypeOf(target, name);
        _references[reference] = type;
        return type;
    }

    private JsonElement Resolve(JsonElement schema) => new SchemaNode(schema).Reference is { } reference ? Find(reference) : schema;

    private JsonElement Find(string reference)
    {
        var at = _root;
        foreach (var step in reference.Split('/').Skip(1)
            .Select(step => Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                throw new UsageException($"The schema refers to '{reference}', which it does not have.");
            }
        }

        return reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal) ? at
            : throw new UsageException($"The schema refers to '{reference}', which is not part of it.");
    }

    private string Peek(string name) => Identifiers.Unique(Identifiers.Pascal(name), new HashSet<string>(_names));

    private string Name(string name) => Identifiers.Unique(Identifiers.Pascal(name), _names);

    private static List<(string Name, string WireName)> Values(IEnumerable<string> texts)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. texts.Select(text => (Identifiers.Unique(Identifiers.Pascal(text), taken), text))];
    }

    private static string Nullable(string type, bool isNullable) => isNullable && !type.EndsWith('?') ? type + "?" : type;
}
