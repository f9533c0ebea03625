using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>
/// The derived types that may stand for a base type, and the member that tells which: by <c>[JsonPolymorphic]</c> and <c>[JsonDerivedType]</c> of
/// System.Text.Json, or by the attributes of the Newtonsoft world (<c>[JsonSubtypes.KnownSubType]</c>, <c>[JsonInheritance]</c>), known by name.
/// </summary>
internal sealed class Polymorphism
{
    private const string DefaultPropertyName = "$type";

    private static readonly ConcurrentDictionary<Type, Polymorphism?> Cache = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(string Name, object Value)>> TagCache = new();

    private Polymorphism(string propertyName, IReadOnlyList<(Type Type, object Value)> derived)
    {
        PropertyName = propertyName;
        Derived = derived;
    }

    public string PropertyName { get; }

    /// <summary>The types with their tags, each a <see cref="string"/> or a <see cref="long"/>.</summary>
    public IReadOnlyList<(Type Type, object Value)> Derived { get; }

    public static Polymorphism? Of(Type type) => Cache.GetOrAdd(type, static type => Read(type));

    /// <summary>What a type says about itself where one of its bases is wanted.</summary>
    public static IReadOnlyList<(string Name, object Value)> TagsOf(Type type) => TagCache.GetOrAdd(type, static type =>
    {
        var tags = new List<(string Name, object Value)>();
        foreach (var ancestor in Ancestors(type))
        {
            if (Of(ancestor) is { } family && family.Derived.FirstOrDefault(derived => derived.Type == type) is { Value: { } value } && tags.TrueForAll(tag => tag.Name != family.PropertyName))
            {
                tags.Add((family.PropertyName, value));
            }
        }

        return tags;
    });

    public Type? Find(object? tag)
        => tag is null ? null : Derived.FirstOrDefault(derived => derived.Value.Equals(tag)).Type;

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }

    private static Polymorphism? Read(Type type)
    {
        if (type.IsPrimitive || type == typeof(string) || type == typeof(object))
        {
            return null;
        }

        var derived = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .Select(attribute => (attribute.DerivedType, Tag(attribute.TypeDiscriminator) ?? throw new NotSupportedException(
                $"{type.Name}: [JsonDerivedType(typeof({attribute.DerivedType.Name}))] needs a discriminator as its second argument, or its JSON cannot be told from that of the other types.")))
            .ToList();
        if (derived.Count > 0)
        {
            return new Polymorphism(type.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false)?.TypeDiscriminatorPropertyName ?? DefaultPropertyName, derived);
        }

        foreach (var data in type.GetCustomAttributesData().Where(data => data.AttributeType.Name is "KnownSubTypeAttribute" or "JsonInheritanceAttribute"))
        {
            var target = data.ConstructorArguments.Select(argument => argument.Value as Type).FirstOrDefault(value => value is not null);
            var tag = data.ConstructorArguments.Where(argument => argument.Value is not Type).Select(Tag).FirstOrDefault(value => value is not null);
            if (target is not null && tag is not null)
            {
                derived.Add((target, tag));
            }
        }

        return derived.Count == 0 ? null : new Polymorphism(ConverterName(type) ?? (IsInheritance(type) ? "discriminator" : DefaultPropertyName), derived);
    }

    // [JsonConverter(typeof(JsonSubtypes), "Kind")]: the converter's parameter names the member.
    private static string? ConverterName(Type type)
        => type.GetCustomAttribute<Newtonsoft.Json.JsonConverterAttribute>(inherit: false)?.ConverterParameters?.OfType<string>().FirstOrDefault();

    private static bool IsInheritance(Type type) => type.GetCustomAttributesData().Any(data => data.AttributeType.Name == "JsonInheritanceAttribute");

    private static object? Tag(CustomAttributeTypedArgument argument) => argument.ArgumentType.IsEnum && argument.Value is { } number
        ? EnumNames.Of(argument.ArgumentType).NameOf(Enum.ToObject(argument.ArgumentType, number))
        : Tag(argument.Value);

    private static object? Tag(object? value) => value switch
    {
        string text => text,
        int or long or short or byte => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
