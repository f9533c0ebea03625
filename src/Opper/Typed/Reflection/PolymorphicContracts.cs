using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>
/// Polymorphic types. Those of System.Text.Json are in the contract already; those of Json.NET libraries (<c>[JsonSubtypes.KnownSubType]</c> and
/// <c>[JsonInheritance]</c>, by name) are added. A member that repeats the discriminator is removed from the contract and set from the discriminator.
/// </summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class PolymorphicContracts
{
    private static readonly ConcurrentDictionary<Type, Family?> Known = new();

    public static void Apply(JsonTypeInfo info)
    {
        if (info.PolymorphismOptions is null && Of(info.Type) is { IsNative: false } family)
        {
            info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = family.PropertyName };
            foreach (var (type, tag) in family.Derived)
            {
                info.PolymorphismOptions.DerivedTypes.Add(tag is int number ? new JsonDerivedType(type, number) : new JsonDerivedType(type, (string)tag!));
            }
        }

        foreach (var ancestor in Ancestors(info.Type))
        {
            if (Of(ancestor) is not { } own)
            {
                continue;
            }

            for (var i = info.Properties.Count - 1; i >= 0; i--)
            {
                if (info.Properties[i] is { AssociatedParameter: null } repeated
                    && string.Equals(repeated.Name, own.PropertyName, StringComparison.OrdinalIgnoreCase))
                {
                    info.Properties.RemoveAt(i);
                    SetByTag(info, repeated, own.Derived.FirstOrDefault(derived => derived.Type == info.Type).Tag);
                }
            }
        }
    }

    public static bool IsJsonNetPolymorphic(Type type) => Ancestors(type).Any(static ancestor => Of(ancestor) is { IsNative: false });

    private static Family? Of(Type type) => Known.GetOrAdd(type, static type => Read(type));

    private static void SetByTag(JsonTypeInfo info, JsonPropertyInfo member, object? tag)
    {
        if (member.Set is not { } set || tag is null)
        {
            return;
        }

        var value = MemberContracts.Enumeration(member.PropertyType) is not { } enumeration
            ? (member.PropertyType == typeof(string)
                ? Convert.ToString(tag, CultureInfo.InvariantCulture)
                : member.PropertyType == typeof(int) ? tag as int? : null)
            : new EnumTexts(enumeration).TryParse(Convert.ToString(tag, CultureInfo.InvariantCulture)!, out var parsed) ? parsed : null;
        if (value is not null)
        {
            info.OnDeserialized = target => set(target, value);
        }
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            yield return current;
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return contract;
        }
    }

    private static Family? Read(Type type)
    {
        var native = type.GetCustomAttributes<System.Text.Json.Serialization.JsonDerivedTypeAttribute>(inherit: false)
            .Select(static attribute => (attribute.DerivedType, attribute.TypeDiscriminator)).ToList();
        if (native.Count > 0)
        {
            return new Family(type.GetCustomAttribute<System.Text.Json.Serialization.JsonPolymorphicAttribute>(inherit: false)?.TypeDiscriminatorPropertyName
                ?? "$type", native, IsNative: true);
        }

        var data = type.GetCustomAttributesData();
        var derived = new List<(Type, object?)>();
        foreach (var attribute in data.Where(static attribute => attribute.AttributeType.Name is "KnownSubTypeAttribute" or "JsonInheritanceAttribute"))
        {
            var target = attribute.ConstructorArguments.Select(static argument => argument.Value as Type).FirstOrDefault(static value => value is not null);
            var tag = attribute.ConstructorArguments.Where(static argument => argument.Value is not Type).Select(Tag)
                .FirstOrDefault(static value => value is not null);
            if (target is not null && tag is not null)
            {
                derived.Add((target, tag));
            }
        }

        if (derived.Count == 0)
        {
            return null;
        }

        // [JsonConverter(typeof(JsonSubtypes), "Kind")]: the converter's argument is the discriminator property.
        var named = JsonNetAttributes.Find(type, "JsonConverterAttribute")?.ConstructorArguments.Skip(1)
            .SelectMany(static argument =>
                argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(static one => one.Value) : [argument.Value])
            .OfType<string>().FirstOrDefault();
        return new Family(named ?? (data.Any(static attribute => attribute.AttributeType.Name == "JsonInheritanceAttribute") ? "discriminator" : "$type"),
            derived, IsNative: false);
    }

    private static object? Tag(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        { } number when argument.ArgumentType.IsEnum => new EnumTexts(argument.ArgumentType).TryFormat(Enum.ToObject(argument.ArgumentType, number)),
        string text => text,
        int or long or short or byte => Convert.ToInt32(argument.Value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private sealed record Family(string PropertyName, IReadOnlyList<(Type Type, object? Tag)> Derived, bool IsNative);
}
