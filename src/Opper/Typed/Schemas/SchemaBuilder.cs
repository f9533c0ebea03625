using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>Creates the schema of a type from the contracts that read and write its values.</summary>
/// <param name="source">The source of the contracts.</param>
/// <param name="isInput">Whether the schema is for values that are written: members with getters count then, rather than settable ones.</param>
/// <param name="path">The path to a part that has a source of its own.</param>
internal sealed class SchemaBuilder(TypeSource source, bool isInput, Stack<string>? path = null)
{
    private readonly SchemaDefinitions _definitions = new();
    private readonly Stack<string> _path = path ?? new Stack<string>();

    public static JsonSerializerOptions TextOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    /// <summary>Whether the type has lists or dictionaries of non-nullable items, which the serializer does not enforce.</summary>
    public bool ForbidsNullItems { get; private set; }

    public JsonObject Build(Type type, out bool isObject)
    {
        _path.Push(TypeNames.Of(type));
        var described = Describe(type, nullability: null, nullable: false);
        if (!isInput && _definitions.FindEndless() is var (endless, member))
        {
            throw NotDescribable(endless, Refusals.Endless(member));
        }

        var root = _definitions.Document(described);
        isObject = root["type"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String && kind.GetValue<string>() == "object";
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

    private JsonObject Describe(Type type, TypeNullability? nullability, bool nullable)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Describe(underlying, nullability, nullable: true);
        }

        if (FSharpTypes.Option(type) is { } some)
        {
            return Describe(some, TypeNullability.Argument(nullability, 0, some), nullable: true);
        }

        if (UnsupportedTypes.Reason(type) is { } reason)
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
            JsonTypeInfoKind.Object =>
                info.PolymorphismOptions is { DerivedTypes.Count: > 0 } family ? ReferToPolymorphicType(info, family) : Refer(info, tag: null),
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary =>
                HoldsItself(info) ? _definitions.Refer(type, "[]", () => DescribeCollection(info, nullability)) : DescribeCollection(info, nullability),
            _ => DescribeValue(type, info.Converter, nullability),
        };
        return OrNull(schema, nullable);
    }

    private JsonTypeInfo Info(Type type) => Try(type, () => source.Info(type));

    private JsonObject DescribeValue(Type type, JsonConverter converter, TypeNullability? nullability) =>
        converter is ISubstituteConverter { Substitute: var substitute }
            ? Describe(substitute, nullability is null ? null : TypeNullability.Like(nullability, substitute), nullable: false)
            : converter is NumberHandlingConverter { Source: var numbers }
                ? new SchemaBuilder(numbers, isInput, _path).Describe(type, nullability, nullable: false)
            : isInput && converter is IWrittenConverter written ? written.DescribeWritten()
            : Try(type, () => ValueSchemas.Describe(type, converter, source.Options));

    private T Try<T>(Type type, Func<T> describe)
    {
        try
        {
            return describe();
        }
        catch (NotSupportedException exception)
        {
            throw NotDescribable(type, exception.Message.TrimEnd('.'));
        }
    }

    // A class may derive from a list of itself; the collections of .NET do not.
    private bool HoldsItself(JsonTypeInfo info)
    {
        var seen = new HashSet<Type>();
        var isOwn = !info.Type.IsArray && info.Type.Namespace?.StartsWith("System.", StringComparison.Ordinal) != true;
        for (var item = isOwn ? info.ElementType : null; item is not null && seen.Add(item)
            && UnsupportedTypes.Reason(item) is null; item = Info(item).ElementType)
        {
            if (item == info.Type)
            {
                return true;
            }
        }

        return false;
    }

    private JsonObject DescribeCollection(JsonTypeInfo info, TypeNullability? nullability) =>
        info.Kind == JsonTypeInfoKind.Dictionary ? DescribeDictionary(info, nullability) : DescribeList(info, nullability);

    private JsonObject DescribeList(JsonTypeInfo info, TypeNullability? nullability)
    {
        var item = info.ElementType ?? throw NotDescribable(info.Type, Refusals.UnknownItems);
        CheckReads(info, "[]"u8);
        return new JsonObject { ["type"] = "array", ["items"] = Within("[]", () => DescribeItem(item, TypeNullability.Argument(nullability, 0, item))) };
    }

    private JsonObject DescribeItem(Type type, TypeNullability? nullability)
    {
        var schema = Describe(type, nullability, nullability is { MayBeNull: true });
        // The serializer rejects a null for a value type; for reference types, TypedReader has to check.
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
            if (key.IsEnum && UnsupportedTypes.Reason(key) is { } reason)
            {
                throw NotDescribable(key, reason);
            }

            var converter = Info(key).Converter;
            schema["propertyNames"] = Try(key, () => ValueSchemas.Keys(key, converter, source.Options, isInput))
                ?? throw NotDescribable(info.Type, Refusals.Key(TypeNames.Of(key)));
        }

        schema["additionalProperties"] = Within("{}", () => DescribeItem(value, TypeNullability.Argument(nullability, 1, value)));
        return schema;
    }

    private JsonObject ReferToPolymorphicType(JsonTypeInfo info, JsonPolymorphismOptions family) => _definitions.Refer(info.Type, "*", () =>
    {
        var type = info.Type;
        var branches = new JsonArray();
        foreach (var derived in family.DerivedTypes)
        {
            var tag = derived.TypeDiscriminator ?? throw NotDescribable(type, Refusals.NoDiscriminator(derived.DerivedType.Name));
            branches.Add((JsonNode)Within($"({tag})", () => Info(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } member
                ? Refer(member, (family.TypeDiscriminatorPropertyName, tag))
                : throw NotDescribable(derived.DerivedType, Refusals.NoObject)));
        }

        // A concrete base type may be sent as itself, without a discriminator.
        if (!type.IsAbstract && !type.IsInterface && !family.DerivedTypes.Any(derived => derived.DerivedType == type))
        {
            branches.Add((JsonNode)Refer(info, tag: null));
        }

        return new JsonObject { ["anyOf"] = branches };
    });

    private JsonObject Refer(JsonTypeInfo info, (string Name, object Tag)? tag) =>
        _definitions.Refer(info.Type, tag is var (property, value) ? $"{property}={value}" : null, () => DescribeObject(info, tag));

    private JsonObject DescribeObject(JsonTypeInfo info, (string Name, object Tag)? tag)
    {
        if (!isInput && (info.Type.IsInterface || info.Type.IsAbstract))
        {
            throw NotDescribable(info.Type, Refusals.Abstract);
        }

        if (!isInput && info is { CreateObject: null, Type.IsValueType: false }
            && !info.Properties.Any(static property => property.AssociatedParameter is not null) && !HasConstructorParameters(info))
        {
            throw NotDescribable(info.Type, Refusals.NoConstructor);
        }

        if (!isInput && Unbound(info) is { } parameter)
        {
            throw NotDescribable(info.Type, Refusals.UnboundParameter(parameter));
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
            properties[name] = new JsonObject
            {
                ["type"] = value is string ? "string" : "integer",
                ["enum"] = new JsonArray(value is string text ? JsonValue.Create(text) : JsonValue.Create((int)value)),
            };
            required.Add((JsonNode)name);
        }

        foreach (var property in info.Properties.Where(property => !property.IsExtensionData
            && (isInput ? property.Get is not null : StrictContracts.CanBeSet(property) || StrictContracts.IsPopulated(info, property))))
        {
            var facts = new MemberMetadata(property);
            properties[property.Name] = Within("." + MemberMetadata.Name(property), () => DescribeMember(property, facts));
            if (!isInput && StrictContracts.IsPopulatedWithoutEffect(info, property))
            {
                throw NotDescribable(property.PropertyType, Refusals.Populated);
            }

            if (isInput ? property.ShouldSerialize is null && !IsOmitted(info.Options, facts) && (property.IsRequired || !facts.IsNullable)
                : property.IsRequired)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        if (properties.Count == 0 && info.PolymorphismOptions is null && !info.Properties.Any(static property => property.IsExtensionData))
        {
            throw NotDescribable(info.Type, Refusals.NoMembers);
        }

        schema["properties"] = properties;
        schema["required"] = required;
        schema["additionalProperties"] = info.Properties.Any(static property => property.IsExtensionData);
        return schema;
    }

    // By the options of a context; for attributes, ShouldSerialize is set.
    private static bool IsOmitted(JsonSerializerOptions options, MemberMetadata facts) =>
        options.DefaultIgnoreCondition is JsonIgnoreCondition.WhenWritingDefault
            || (options.DefaultIgnoreCondition is JsonIgnoreCondition.WhenWritingNull && facts.IsNullable);

    private static bool HasConstructorParameters(JsonTypeInfo info) =>
        info.ConstructorAttributeProvider is System.Reflection.ConstructorInfo { } constructor && constructor.GetParameters().Length > 0;

    // System.Text.Json reports unbound constructor parameters only when it deserializes.
    private static string? Unbound(JsonTypeInfo info) =>
        info is not { CreateObject: null, ConstructorAttributeProvider: System.Reflection.ConstructorInfo constructor } ? null
        : constructor.GetParameters().FirstOrDefault(parameter =>
            !info.Properties.Any(property =>
                property.AssociatedParameter is { IsMemberInitializer: false } bound && bound.Position == parameter.Position))?.Name;

    private JsonObject DescribeMember(JsonPropertyInfo property, MemberMetadata facts)
    {
        var nullable = isInput || property.PropertyType.IsValueType || property.Set is null ? facts.IsNullable : property.IsSetNullable;
        if (facts.Attributes.OfType<OpperSchemaAttribute>().FirstOrDefault() is { } stated)
        {
            return OrNull(Parse(property.PropertyType, stated), nullable);
        }

        var plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = property.CustomConverter is { } converter
            ? OrNull(DescribeValue(plain, converter, facts.Nullability), nullable)
            : Describe(plain, facts.Nullability, nullable);
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
            throw NotDescribable(type, Refusals.Statement);
        }
    }

    // For collections that it cannot create, System.Text.Json throws even if the JSON is empty.
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
            throw NotDescribable(info.Type, Refusals.Collection);
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

    private NotSupportedException NotDescribable(Type type, string reason) =>
        new(Refusals.Sentence(string.Concat(_path.Reverse()), TypeNames.Of(type), isInput, reason));
}
