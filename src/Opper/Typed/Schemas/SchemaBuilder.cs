using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>Describes a type by walking the contracts that its values are read and written with.</summary>
/// <param name="source">Where the contracts come from.</param>
/// <param name="isInput">Whether values are written by them: then what can be got counts, not what can be given.</param>
internal sealed class SchemaBuilder(TypeSource source, bool isInput)
{
    private const string DefsPrefix = "#/$defs/";

    private static readonly JsonSchemaExporterOptions ExporterOptions = new() { TreatNullObliviousAsNonNullable = true };

    private readonly Dictionary<(Type Type, string? Tag), string> _names = [];
    private readonly JsonObject _defs = [];
    private readonly Stack<string> _path = new();

    public static JsonSerializerOptions TextOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = JsonTypeInfoResolver.Combine() };

    /// <summary>Whether the type has lists or dictionaries that must not hold nulls which the serializer would let in.</summary>
    public bool ForbidsNullItems { get; private set; }

    public JsonObject Build(Type type, out bool isObject)
    {
        _path.Push(TypeNames.Of(type));
        var root = Describe(type, nullability: null, nullable: false);
        if (Reference(root) is { } name)
        {
            // Providers want an object at the root, so the root's definition stands there and keeps its name only if it refers to itself.
            root = (JsonObject)_defs[name]!.DeepClone();
            if (!Refers(_defs, DefsPrefix + name))
            {
                _defs.Remove(name);
            }
        }

        isObject = root["type"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String && kind.GetValue<string>() == "object";
        if (_defs.Count > 0)
        {
            root["$defs"] = _defs;
        }

        return root;
    }

    public static JsonObject Wrap(JsonObject schema)
    {
        var defs = schema["$defs"];
        schema.Remove("$defs");
        var wrapper = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [WrappedValue.PropertyName] = schema },
            ["required"] = new JsonArray(WrappedValue.PropertyName),
            ["additionalProperties"] = false,
        };
        if (defs is not null)
        {
            wrapper["$defs"] = defs;
        }

        return wrapper;
    }

    private static string? Reference(JsonObject schema) => schema["$ref"] is JsonValue reference ? reference.GetValue<string>().Substring(DefsPrefix.Length) : null;

    private static bool Refers(JsonNode? node, string reference) => node switch
    {
        JsonObject map => map.Any(member => (member.Key == "$ref" && member.Value is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == reference) || Refers(member.Value, reference)),
        JsonArray list => list.Any(item => Refers(item, reference)),
        _ => false,
    };

    private JsonObject Describe(Type type, TypeNullability? nullability, bool nullable)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Describe(underlying, nullability, nullable: true);
        }

        if (RefusedTypes.Reason(type) is { } reason)
        {
            throw NotDescribable(type, reason);
        }

        if (type == typeof(string))
        {
            return OrNull(new JsonObject { ["type"] = "string" }, nullable);
        }

        if (Attribute.GetCustomAttribute(type, typeof(OpperSchemaAttribute)) is OpperSchemaAttribute stated)
        {
            return OrNull(Parse(type, stated), nullable);
        }

        var info = Info(type);
        var schema = info.Kind switch
        {
            JsonTypeInfoKind.Object => info.PolymorphismOptions is { DerivedTypes.Count: > 0 } family ? ReferToFamily(info, family) : Refer(info, tag: null),
            JsonTypeInfoKind.Enumerable => DescribeList(info, nullability),
            JsonTypeInfoKind.Dictionary => DescribeDictionary(info, nullability),
            _ => DescribeValue(type, info.Converter, nullability),
        };
        return OrNull(schema, nullable);
    }

    private JsonTypeInfo Info(Type type)
    {
        try
        {
            return source.Info(type);
        }
        catch (NotSupportedException exception)
        {
            throw NotDescribable(type, exception.Message.TrimEnd('.'));
        }
    }

    private JsonObject DescribeValue(Type type, JsonConverter converter, TypeNullability? nullability)
    {
        switch (converter)
        {
            case IDescribedConverter described:
                return described.Describe();
            case IStandInConverter { StandIn: var standIn }:
                return Describe(standIn, nullability is null ? null : TypeNullability.Like(nullability, standIn), nullable: false);
            case not null when converter.GetType().Assembly != typeof(JsonConverter).Assembly:
                return [];
            default:
                return Exported(type);
        }
    }

    // What System.Text.Json itself says of its own converters: JSON of any kind, enums as a context wants them, and rarer types.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The fields of an enum are kept with it.")]
    private JsonObject Exported(Type type)
    {
        JsonNode node;
        try
        {
            node = source.Options.GetJsonSchemaAsNode(type, ExporterOptions);
        }
        catch (NotSupportedException exception)
        {
            throw NotDescribable(type, exception.Message.TrimEnd('.'));
        }

        if (node is not JsonObject schema)
        {
            return [];
        }

        if (type.IsEnum && type.IsDefined(typeof(FlagsAttribute), inherit: false) && SchemaNavigator.Types(schema) is ["string"])
        {
            return DescribeFlags(type);
        }

        schema = (JsonObject)schema.DeepClone();
        if (schema["enum"] is JsonArray names && schema["type"] is null && names.All(static name => name?.GetValueKind() == JsonValueKind.String))
        {
            schema.Insert(0, "type", "string");
        }

        return schema;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The fields of an enum are kept with it.")]
    private static JsonObject DescribeFlags(Type type) => new EnumTexts(type, isNative: true).Describe();

    private JsonObject DescribeList(JsonTypeInfo info, TypeNullability? nullability)
    {
        var item = info.ElementType ?? throw NotDescribable(info.Type, "the type of its items is not known");
        CheckReads(info, "[]"u8);
        return new JsonObject { ["type"] = "array", ["items"] = Within("[]", () => DescribeItem(item, TypeNullability.Argument(nullability, 0, item))) };
    }

    private JsonObject DescribeItem(Type type, TypeNullability? nullability)
    {
        var schema = Describe(type, nullability, nullability is { MayBeNull: true });
        // Null is no item of a list of numbers anyhow; of one of texts or objects, somebody has to see to it.
        ForbidsNullItems |= !type.IsValueType && schema.Count > 0 && !SchemaNavigator.Types(schema).Contains("null") && nullability is not { MayBeNull: true };
        return schema;
    }

    private JsonObject DescribeDictionary(JsonTypeInfo info, TypeNullability? nullability)
    {
        var (key, value) = (info.KeyType!, info.ElementType!);
        CheckReads(info, "{}"u8);
        var schema = new JsonObject { ["type"] = "object" };
        if (key != typeof(string))
        {
            schema["propertyNames"] = KeyNames(key) ?? throw NotDescribable(info.Type, $"{TypeNames.Of(key)} cannot be the key of a JSON object; use text, whole numbers, enums, dates or Guid");
        }

        schema["additionalProperties"] = Within("{}", () => DescribeItem(value, TypeNullability.Argument(nullability, 1, value)));
        return schema;
    }

    private JsonObject? KeyNames(Type key)
    {
        var converter = Info(key).Converter;
        switch (converter)
        {
            case IEnumConverter { Texts: var texts }:
                return texts.DescribeKeys();
            case IDescribedConverter described when described.Describe() is var schema:
                if (schema["type"]!.GetValue<string>() == "integer")
                {
                    var isUnsigned = schema["minimum"] is JsonValue least && least.GetValue<long>() == 0;
                    return key == typeof(byte) || key == typeof(sbyte) ? new JsonObject { ["pattern"] = isUnsigned ? "^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$" : "^(-?(12[0-7]|1[01][0-9]|[0-9]?[0-9])|-128)$" }
                        : key == typeof(short) || key == typeof(ushort) ? new JsonObject { ["pattern"] = isUnsigned ? "^[0-9]{1,4}$" : "^-?[0-9]{1,4}$" }
                        : new JsonObject { ["pattern"] = isUnsigned || key == typeof(ulong) ? "^[0-9]{1,9}$" : "^-?[0-9]{1,9}$" };
                }

                schema.Remove("type");
                schema.Remove("description");
                schema.Remove("contentEncoding");
                return schema.Count > 0 && key != typeof(byte[]) ? schema : null;
            default:
                // Enums by a context's own converter have names as keys too.
                return !key.IsEnum ? null
                    : Exported(key) is var exported && exported["enum"] is JsonArray names ? new JsonObject { ["enum"] = names.DeepClone() }
                    : exported["pattern"] is { } pattern ? new JsonObject { ["pattern"] = pattern.DeepClone() }
                    : null;
        }
    }

    private JsonObject ReferToFamily(JsonTypeInfo info, JsonPolymorphismOptions family)
    {
        var type = info.Type;
        if (!_names.TryGetValue((type, "*"), out var name))
        {
            name = TypeNames.Unique(type, taken => _defs.ContainsKey(taken));
            _names.Add((type, "*"), name);
            _defs[name] = new JsonObject();
            var branches = new JsonArray();
            foreach (var derived in family.DerivedTypes)
            {
                var tag = derived.TypeDiscriminator ?? throw NotDescribable(type,
                    $"[JsonDerivedType(typeof({derived.DerivedType.Name}))] needs a discriminator as its second argument, or its JSON cannot be told from that of the other types");
                branches.Add((JsonNode)Within($"({tag})", () => Info(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } member
                    ? Refer(member, (family.TypeDiscriminatorPropertyName, tag))
                    : throw NotDescribable(derived.DerivedType, "it is no object")));
            }

            // A base that is not abstract may come as itself, and then says nothing.
            if (!type.IsAbstract && !type.IsInterface && !family.DerivedTypes.Any(derived => derived.DerivedType == type))
            {
                branches.Add((JsonNode)Refer(info, tag: null));
            }

            _defs[name] = new JsonObject { ["anyOf"] = branches };
        }

        return new JsonObject { ["$ref"] = DefsPrefix + name };
    }

    private JsonObject Refer(JsonTypeInfo info, (string Name, object Tag)? tag)
    {
        var key = (info.Type, tag is var (property, value) ? $"{property}={value}" : null);
        if (!_names.TryGetValue(key, out var name))
        {
            name = TypeNames.Unique(info.Type, taken => _defs.ContainsKey(taken));
            _names.Add(key, name);
            // The place is taken before the members are described: one of them may lead back here.
            _defs[name] = new JsonObject();
            _defs[name] = DescribeObject(info, tag);
        }

        return new JsonObject { ["$ref"] = DefsPrefix + name };
    }

    private JsonObject DescribeObject(JsonTypeInfo info, (string Name, object Tag)? tag)
    {
        if (!isInput && (info.Type.IsInterface || info.Type.IsAbstract))
        {
            throw NotDescribable(info.Type, RefusedTypes.Abstract);
        }

        if (!isInput && info is { CreateObject: null, Type.IsValueType: false } && !info.Properties.Any(static property => property.AssociatedParameter is not null) && !IsMade(info))
        {
            throw NotDescribable(info.Type, "it has several constructors, or none that is public, so none is chosen; mark the one to use with [JsonConstructor]");
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (Attribute.GetCustomAttribute(info.Type, typeof(DescriptionAttribute)) is DescriptionAttribute description)
        {
            schema["description"] = description.Description;
        }

        var properties = new JsonObject();
        var required = new JsonArray();
        if (tag is var (name, value))
        {
            properties[name] = new JsonObject { ["type"] = value is string ? "string" : "integer", ["enum"] = new JsonArray(value is string text ? JsonValue.Create(text) : JsonValue.Create((int)value)) };
            required.Add((JsonNode)name);
        }

        foreach (var property in info.Properties.Where(property => !property.IsExtensionData && (isInput ? property.Get is not null : StrictContracts.CanBeGiven(property) || StrictContracts.IsFilled(info, property))))
        {
            var facts = new MemberFacts(property);
            properties[property.Name] = Within("." + Name(property), () => DescribeMember(property, facts));
            if (isInput ? property.ShouldSerialize is null && (property.IsRequired || !facts.IsNullable) : property.IsRequired)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        if (properties.Count == 0 && !info.Properties.Any(static property => property.IsExtensionData))
        {
            throw NotDescribable(info.Type, "it has no public members that can be set");
        }

        schema["properties"] = properties;
        schema["required"] = required;
        schema["additionalProperties"] = info.Properties.Any(static property => property.IsExtensionData);
        return schema;
    }

    private static bool IsMade(JsonTypeInfo info) => info.ConstructorAttributeProvider is System.Reflection.ConstructorInfo { } constructor && constructor.GetParameters().Length > 0;

    private static string Name(JsonPropertyInfo property) => (property.AttributeProvider as System.Reflection.MemberInfo)?.Name ?? property.Name;

    private JsonObject DescribeMember(JsonPropertyInfo property, MemberFacts facts)
    {
        var nullable = isInput ? facts.IsNullable : property.PropertyType.IsValueType ? facts.IsNullable : property.IsSetNullable;
        if (facts.Attributes.OfType<OpperSchemaAttribute>().FirstOrDefault() is { } stated)
        {
            return OrNull(Parse(property.PropertyType, stated), nullable);
        }

        var schema = property.CustomConverter is { } converter
            ? OrNull(DescribeValue(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, converter, facts.Nullability), nullable)
            : Describe(property.PropertyType, facts.Nullability, nullable);
        return facts.Attributes is { Count: > 0 } attributes ? SchemaAnnotations.Apply(schema, attributes) : schema;
    }

    private JsonObject Parse(Type type, OpperSchemaAttribute stated)
    {
        try
        {
            return JsonNode.Parse(stated.Json) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw NotDescribable(type, "what [OpperSchema] states is no JSON object");
        }
    }

    // A collection that System.Text.Json cannot make says so for an empty one already.
    private void CheckReads(JsonTypeInfo info, ReadOnlySpan<byte> empty)
    {
        if (isInput || info.Type.IsArray || info.Type.Namespace == "System.Collections.Generic" && !info.Type.IsInterface)
        {
            return;
        }

        try
        {
            JsonSerializer.Deserialize(empty, info);
        }
        catch (NotSupportedException)
        {
            throw NotDescribable(info.Type, "a collection of this kind cannot be made from JSON; use List<T>, Dictionary<TKey, TValue>, or an immutable or frozen collection");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw NotDescribable(info.Type, exception.Message.TrimEnd('.'));
        }
    }

    private static JsonObject OrNull(JsonObject schema, bool nullable)
    {
        if (!nullable || schema.Count == 0)
        {
            return schema;
        }

        if (schema["type"] is JsonValue type && schema["enum"] is null)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
            return schema;
        }

        return schema["type"] is JsonArray types && types.Any(static one => one?.GetValue<string>() == "null") ? schema
            : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
    }

    private JsonObject Within(string step, Func<JsonObject> describe)
    {
        _path.Push(step);
        var result = describe();
        _path.Pop();
        return result;
    }

    private NotSupportedException NotDescribable(Type type, string reason)
        => new($"{string.Concat(_path.Reverse())} ({TypeNames.Of(type)}) cannot be an {(isInput ? "input" : "output")} type: {reason}.");
}
