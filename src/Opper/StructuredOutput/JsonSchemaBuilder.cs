using System.ComponentModel;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Opper;

/// <summary>Describes a type by walking the contracts its values are read with.</summary>
internal sealed class JsonSchemaBuilder
{
    private const string DefsPrefix = "#/$defs/";

    private readonly IContractResolver _resolver = OpperJson.OutputSerializer.ContractResolver;
    private readonly Dictionary<Type, string> _names = [];
    private readonly Dictionary<Type, string> _families = [];
    private readonly JObject _defs = [];
    private readonly bool _isInput;
    private readonly Stack<string> _path = new();

    /// <param name="isInput">Whether values are written by it: then what can be got counts, not what can be set.</param>
    public JsonSchemaBuilder(bool isInput = false) => _isInput = isInput;

    /// <summary>Whether the type has lists or dictionaries that must not hold nulls which the serializer would let in.</summary>
    public bool ForbidsNullItems { get; private set; }

    public JObject Build(Type type, out bool isObject)
    {
        _path.Push(TypeNames.Of(type));
        var root = Describe(type, nullability: null, nullable: false);
        if (root["$ref"] is { } reference)
        {
            // Providers want an object at the root, so the root's definition stands there and keeps its name only if it refers to itself.
            var name = ((string)reference!).Substring(DefsPrefix.Length);
            root = (JObject)_defs[name]!.DeepClone();
            if (!_defs.Descendants().OfType<JProperty>().Any(property => property.Name == "$ref" && (string?)property.Value == DefsPrefix + name))
            {
                _defs.Remove(name);
            }
        }

        isObject = root["type"] is JValue { Value: "object" };
        if (_defs.Count > 0)
        {
            root["$defs"] = _defs;
        }

        return root;
    }

    public static JObject Wrap(JObject schema)
    {
        var defs = schema["$defs"];
        schema.Remove("$defs");
        var wrapper = new JObject
        {
            ["type"] = "object",
            ["properties"] = new JObject { [WrappedValue.PropertyName] = schema },
            ["required"] = new JArray(WrappedValue.PropertyName),
            ["additionalProperties"] = false,
        };
        if (defs is not null)
        {
            wrapper["$defs"] = defs;
        }

        return wrapper;
    }

    private JObject Describe(Type type, TypeNullability? nullability, bool nullable)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Describe(underlying, nullability, nullable: true);
        }

        if (RefusedTypes.Reason(type) is { } reason)
        {
            throw NotDescribable(type, reason);
        }

        if (type.IsEnum)
        {
            return _resolver.ResolveContract(type).Converter is EnumNames names
                ? OrNull(DescribeEnum(names), nullable)
                : throw NotDescribable(type, "it is read by a converter of its own");
        }

        if (PrimitiveSchemas.TryGet(type, out var primitive))
        {
            return OrNull(primitive, nullable);
        }

        if (Polymorphism.Of(type) is { } family)
        {
            return OrNull(Refer(type, family), nullable);
        }

        return _resolver.ResolveContract(type) switch
        {
            JsonObjectContract contract when contract.Converter is null => OrNull(Refer(contract), nullable),
            JsonArrayContract { CollectionItemType: { } item } => OrNull(new JObject { ["type"] = "array", ["items"] = Within("[]", () => DescribeItem(item, TypeNullability.Argument(nullability, 0, item))) }, nullable),
            JsonDictionaryContract { DictionaryKeyType: { } key, DictionaryValueType: { } value } => OrNull(DescribeDictionary(type, key, value, nullability), nullable),
            _ => throw NotDescribable(type, "it is read by a converter of its own, or has no JSON shape that can be known"),
        };
    }

    private JObject DescribeItem(Type type, TypeNullability? nullability)
    {
        var schema = Describe(type, nullability, nullability is { MayBeNull: true });
        // Null is no item of a list of numbers anyhow; of one of texts or objects, somebody has to see to it.
        ForbidsNullItems |= !type.IsValueType && !SchemaNavigator.Types(schema).Contains("null") && nullability is not { MayBeNull: true };
        return schema;
    }

    private JObject DescribeDictionary(Type type, Type key, Type value, TypeNullability? nullability)
    {
        var schema = new JObject { ["type"] = "object" };
        if (key.IsEnum && EnumNames.Of(key) is var names)
        {
            if (names.HasSystemTextJsonNames || names.IsFlags)
            {
                throw NotDescribable(type, $"the keys of a dictionary are read by their [EnumMember] names only; give {key.Name} those, and no flags");
            }

            schema["propertyNames"] = new JObject { ["enum"] = new JArray(names.Names) };
        }
        else if (key == typeof(Guid))
        {
            schema["propertyNames"] = new JObject { ["format"] = "uuid" };
        }
        else if (key == typeof(int) || key == typeof(long))
        {
            schema["propertyNames"] = new JObject { ["pattern"] = "^-?[0-9]{1,9}$" };
        }
        else if (key != typeof(string))
        {
            throw NotDescribable(type, $"{TypeNames.Of(key)} cannot be the key of a JSON object; use text, whole numbers, enums or Guid");
        }

        schema["additionalProperties"] = Within("{}", () => DescribeItem(value, TypeNullability.Argument(nullability, 1, value)));
        return schema;
    }

    private static JObject DescribeEnum(EnumNames names)
    {
        var schema = new JObject { ["type"] = "string" };
        if (names.IsFlags)
        {
            schema["description"] = "One or more of, separated by commas: " + string.Join(", ", names.Names);
            var one = "(" + string.Join("|", names.Names.Select(System.Text.RegularExpressions.Regex.Escape)) + ")";
            schema["pattern"] = $"^{one}(, ?{one})*$";
        }
        else
        {
            schema["enum"] = new JArray(names.Names);
            if (names.Descriptions.Count > 0)
            {
                schema["description"] = string.Join("; ", names.Descriptions);
            }
        }

        return schema;
    }

    private JObject Refer(Type type, Polymorphism family)
    {
        if (!_families.TryGetValue(type, out var name))
        {
            name = TypeNames.Unique(type, taken => _defs[taken] is not null);
            _families.Add(type, name);
            _defs[name] = new JObject();
            var branches = new JArray();
            foreach (var (derived, tag) in family.Derived)
            {
                branches.Add(Within($"({tag})", () => _resolver.ResolveContract(derived) is JsonObjectContract contract && type.IsAssignableFrom(derived)
                    ? Refer(contract)
                    : throw NotDescribable(derived, $"it is no object, or not derived from {type.Name}")));
            }

            _defs[name] = new JObject { ["anyOf"] = branches };
        }

        return new JObject { ["$ref"] = DefsPrefix + name };
    }

    private JObject Refer(JsonObjectContract contract)
    {
        var type = contract.UnderlyingType;
        if (!_names.TryGetValue(type, out var name))
        {
            name = TypeNames.Unique(type, taken => _defs[taken] is not null);
            _names.Add(type, name);
            // The place is taken before the members are described: one of them may lead back here.
            _defs[name] = new JObject();
            _defs[name] = DescribeObject(contract);
        }

        return new JObject { ["$ref"] = DefsPrefix + name };
    }

    private JObject DescribeObject(JsonObjectContract contract)
    {
        var schema = new JObject { ["type"] = "object" };
        if (contract.UnderlyingType.GetCustomAttribute<DescriptionAttribute>() is { } description)
        {
            schema["description"] = description.Description;
        }

        var properties = new JObject();
        var required = new JArray();
        foreach (var (name, tag) in Polymorphism.TagsOf(contract.UnderlyingType))
        {
            properties[name] = new JObject { ["type"] = tag is string ? "string" : "integer", ["enum"] = new JArray(tag) };
            required.Add(name);
        }

        foreach (var property in contract.Properties.Where(property => !property.Ignored && properties[property.PropertyName!] is null && (_isInput ? property.Readable : IsSettable(property, contract))))
        {
            properties[property.PropertyName!] = Within("." + property.UnderlyingName, () => DescribeProperty(property));
            if (property.Required is Required.Always or Required.AllowNull && property.ShouldSerialize is null)
            {
                required.Add(property.PropertyName!);
            }
        }

        if (properties.Count == 0)
        {
            throw NotDescribable(contract.UnderlyingType, "it has no public members that can be set");
        }

        schema["properties"] = properties;
        schema["required"] = required;
        schema["additionalProperties"] = contract.ExtensionDataSetter is not null;
        return schema;
    }

    private JObject DescribeProperty(JsonProperty property)
    {
        if (property.Converter is not (null or EnumNames or WholeNumberConverter))
        {
            throw NotDescribable(property.PropertyType!, "it is read by a converter of its own");
        }

        var member = MemberAttributes.MemberOf(property);
        var nullable = member is not null && property.Required != Required.Always && Nullability.IsNullable(member);
        var schema = property.Converter is EnumNames names
            ? OrNull(DescribeEnum(names), nullable || Nullable.GetUnderlyingType(property.PropertyType!) is not null)
            : Describe(property.PropertyType!, member is null ? null : TypeNullability.Of(member), nullable);
        return SchemaAnnotations.Apply(schema, MemberAttributes.Of(property));
    }

    private static bool IsSettable(JsonProperty property, JsonObjectContract contract)
        => property.Writable || contract.CreatorParameters.Any(parameter => string.Equals(parameter.PropertyName, property.PropertyName, StringComparison.OrdinalIgnoreCase));

    private static JObject OrNull(JObject schema, bool nullable)
    {
        if (!nullable)
        {
            return schema;
        }

        if (schema["type"] is { Type: JTokenType.String } type && schema["enum"] is null)
        {
            schema["type"] = new JArray(type, "null");
            return schema;
        }

        return new JObject { ["anyOf"] = new JArray(schema, new JObject { ["type"] = "null" }) };
    }

    private JObject Within(string step, Func<JObject> describe)
    {
        _path.Push(step);
        var result = describe();
        _path.Pop();
        return result;
    }

    private NotSupportedException NotDescribable(Type type, string reason)
        => new($"{string.Concat(_path.Reverse())} ({TypeNames.Of(type)}) cannot be an {(_isInput ? "input" : "output")} type: {reason}.");
}
