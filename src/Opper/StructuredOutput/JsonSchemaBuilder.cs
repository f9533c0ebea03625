using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
    private readonly JObject _defs = [];
    private readonly Stack<string> _path = new();

    public JObject Build(Type type, out bool isObject)
    {
        _path.Push(TypeName(type));
        var root = Describe(type, nullable: false);
        isObject = root["$ref"] is not null || root["type"] is JValue { Value: "object" };
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

    private JObject Describe(Type type, bool nullable)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Describe(underlying, nullable: true);
        }

        Refuse(type);
        if (type.IsEnum)
        {
            return OrNull(DescribeEnum(type), nullable);
        }

        if (PrimitiveSchemas.TryGet(type, out var primitive))
        {
            return OrNull(primitive, nullable);
        }

        return _resolver.ResolveContract(type) switch
        {
            JsonObjectContract contract when contract.Converter is null => OrNull(Refer(contract), nullable),
            JsonArrayContract { CollectionItemType: { } item } => OrNull(new JObject { ["type"] = "array", ["items"] = Within("[]", () => Describe(item, nullable: false)) }, nullable),
            JsonDictionaryContract { DictionaryKeyType: { } key, DictionaryValueType: { } value } when key == typeof(string) || key.IsEnum || key == typeof(Guid) || key == typeof(int) || key == typeof(long)
                => OrNull(new JObject { ["type"] = "object", ["additionalProperties"] = Within("{}", () => Describe(value, nullable: false)) }, nullable),
            _ => throw NotDescribable(type, "it is read by a converter of its own, or has no JSON shape that can be known"),
        };
    }

    private static JObject DescribeEnum(Type type)
    {
        var names = EnumNames.Of(type);
        return names.IsFlags
            ? new JObject { ["type"] = "string", ["description"] = "One or more of, separated by commas: " + string.Join(", ", names.Names) }
            : new JObject { ["type"] = "string", ["enum"] = new JArray(names.Names) };
    }

    private JObject Refer(JsonObjectContract contract)
    {
        var type = contract.UnderlyingType;
        if (!_names.TryGetValue(type, out var name))
        {
            name = UniqueName(type);
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
        foreach (var property in contract.Properties.Where(property => !property.Ignored && IsSettable(property, contract)))
        {
            properties[property.PropertyName!] = Within("." + property.UnderlyingName, () => DescribeProperty(property));
            if (property.Required is Required.Always or Required.AllowNull)
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
        schema["additionalProperties"] = false;
        return schema;
    }

    private JObject DescribeProperty(JsonProperty property)
    {
        if (property.Converter is not (null or EnumNames or WholeNumberConverter))
        {
            throw NotDescribable(property.PropertyType!, "it is read by a converter of its own");
        }

        var member = Member(property);
        var schema = Describe(property.PropertyType!, member is not null && property.Required != Required.Always && Nullability.IsNullable(member));
        if (member is null)
        {
            return schema;
        }

        // On a positional record an attribute stands on the parameter.
        foreach (var parameter in member.DeclaringType!.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Where(parameter => parameter.Name == member.Name))
        {
            SchemaAnnotations.Apply(schema, parameter);
        }

        SchemaAnnotations.Apply(schema, member);
        return schema;
    }

    private static bool IsSettable(JsonProperty property, JsonObjectContract contract)
        => property.Writable || contract.CreatorParameters.Any(parameter => string.Equals(parameter.PropertyName, property.PropertyName, StringComparison.OrdinalIgnoreCase));

    private static MemberInfo? Member(JsonProperty property)
        => property.DeclaringType?.GetMember(property.UnderlyingName!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault();

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

    private void Refuse(Type type)
    {
        var reason = type switch
        {
            _ when type.IsPointer || type.IsByRef || type == typeof(IntPtr) || type == typeof(UIntPtr) => "pointers are not data",
            _ when type.ContainsGenericParameters => "its type arguments are open",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegates are not data",
            _ when typeof(Stream).IsAssignableFrom(type) => "streams are not JSON",
            _ when typeof(MemberInfo).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type) => "it is no data type",
            _ when type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true || type.FullName?.StartsWith("System.Tuple`", StringComparison.Ordinal) == true
                => "tuples have no names for their members; use a record",
            _ when (type.IsInterface || type.IsAbstract) && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !PrimitiveSchemas.TryGet(type, out _)
                => "an interface or abstract class cannot be made from JSON",
            _ when type.IsArray && type.GetArrayRank() > 1 => "arrays of several dimensions are not JSON; use arrays of arrays",
            _ => null,
        };
        if (reason is not null)
        {
            throw NotDescribable(type, reason);
        }
    }

    private JObject Within(string step, Func<JObject> describe)
    {
        _path.Push(step);
        var result = describe();
        _path.Pop();
        return result;
    }

    private NotSupportedException NotDescribable(Type type, string reason)
        => new($"{string.Concat(_path.Reverse())} ({TypeName(type)}) cannot be an output type: {reason}.");

    private string UniqueName(Type type)
    {
        var name = TypeName(type);
        var unique = name;
        for (var i = 2; _defs[unique] is not null; i++)
        {
            unique = name + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }

    private static string TypeName(Type type)
    {
        if (type.IsArray)
        {
            return TypeName(type.GetElementType()!) + "Array";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var tick = type.Name.IndexOf('`');
        var own = tick < 0 ? type.Name : type.Name.Substring(0, tick);
        return own + "Of" + string.Join("And", type.GetGenericArguments().Select(TypeName));
    }
}
