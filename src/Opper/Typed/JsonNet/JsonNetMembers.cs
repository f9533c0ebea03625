using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Opper.Typed;

/// <summary>Applies Json.NET's attributes on members.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class JsonNetMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Converter = "JsonConverterAttribute";
    private const string ExtensionData = "JsonExtensionDataAttribute";

    public static void Apply(JsonTypeInfo info)
    {
        AddHidden(info);
        var container = JsonNetAttributes.Has(info.Type, "JsonObjectAttribute") ? info.Type.GetCustomAttribute<JsonObjectAttribute>() : null;
        var optsIn = container is not null ? container.MemberSerialization == MemberSerialization.OptIn : info.Type.IsDefined(typeof(DataContractAttribute));
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            var property = info.Properties[i];
            if (property.AttributeProvider is not MemberInfo member)
            {
                continue;
            }

            var parameter = property.AssociatedParameter?.AttributeProvider as ParameterInfo;
            var named = JsonNetAttributes.Has(member, "JsonPropertyAttribute") ? member.GetCustomAttribute<JsonPropertyAttribute>()
                : parameter is not null && JsonNetAttributes.Find(parameter, "JsonPropertyAttribute") is not null
                    ? parameter.GetCustomAttribute<JsonPropertyAttribute>()
                : null;
            if (JsonNetAttributes.Has(member, "JsonIgnoreAttribute") || JsonNetAttributes.Has(member, ExtensionData)
                || (optsIn && named is null && !member.IsDefined(typeof(DataMemberAttribute))
                    && !member.IsDefined(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute))))
            {
                info.Properties.RemoveAt(i);
                continue;
            }

            if (named?.ItemConverterType is not null)
            {
                throw new InvalidOperationException(
                    $"[JsonProperty(ItemConverterType)] on {info.Type.Name}.{member.Name} is not supported; put [JsonConverter] on the item type.");
            }

            Rename(property, member, named, container);
            Demand(property, JsonNetAttributes.Has(member, "JsonRequiredAttribute")
                ? Required.Always
                : named is { Required: not Required.Default and var own } ? own : container?.ItemRequired ?? Required.Default);
            if (named?.NullValueHandling == NullValueHandling.Ignore && property.ShouldSerialize is null)
            {
                property.ShouldSerialize = static (_, value) => value is not null;
            }

            if (named?.Order is { } order and not 0)
            {
                property.Order = order;
            }

            if (property.CustomConverter is null && (JsonNetAttributes.Has(member, Converter) ? member.GetCustomAttribute<JsonConverterAttribute>()
                : parameter is not null && JsonNetAttributes.Find(parameter, Converter) is not null ? parameter.GetCustomAttribute<JsonConverterAttribute>()
                    : null) is { } converter)
            {
                property.CustomConverter = JsonNetConverters.OfMember(property.PropertyType, converter);
            }
        }
    }

    private static void Rename(JsonPropertyInfo property, MemberInfo member, JsonPropertyAttribute? named, JsonObjectAttribute? container)
    {
        var naming = Naming(named?.NamingStrategyType, named?.NamingStrategyParameters)
            ?? Naming(container?.NamingStrategyType, container?.NamingStrategyParameters);
        if (named?.PropertyName is { } name)
        {
            property.Name = naming?.GetPropertyName(name, hasSpecifiedName: true) ?? name;
        }
        else if (naming is not null && !member.IsDefined(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute)))
        {
            property.Name = naming.GetPropertyName(member.Name, hasSpecifiedName: false);
        }
    }

    private static NamingStrategy? Naming(Type? type, object[]? parameters) =>
        type is null ? null : (NamingStrategy)Activator.CreateInstance(type, parameters)!;

    private static void Demand(JsonPropertyInfo property, Required required)
    {
        if (required is Required.Always or Required.AllowNull && (property.Set is not null || property.AssociatedParameter is not null))
        {
            property.IsRequired = true;
        }

        if (required is Required.Always or Required.DisallowNull && !property.PropertyType.IsValueType)
        {
            property.IsSetNullable = false;
        }
    }

    /// <summary>The accessors of a property or a field, whatever their accessibility.</summary>
    public static (Type Type, Func<object, object?>? Get, Action<object, object?>? Set) Access(MemberInfo member) =>
        member is PropertyInfo property ? (property.PropertyType, property.CanRead ? property.GetValue : null, property.CanWrite ? property.SetValue : null)
            : ((FieldInfo)member).FieldType is var type ? (type, ((FieldInfo)member).GetValue, ((FieldInfo)member).SetValue) : default;

    // [JsonProperty] includes non-public members; [JsonExtensionData] may be on a member of any accessibility.
    private static void AddHidden(JsonTypeInfo info)
    {
        for (var type = info.Type; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var member in type.GetMembers(Declared).Where(static member => member is PropertyInfo or FieldInfo))
            {
                if (JsonNetAttributes.Has(member, ExtensionData) && !info.Properties.Any(static property => property.IsExtensionData))
                {
                    ExtensionTokens.Add(info, member);
                }
                else if (JsonNetAttributes.Has(member, "JsonPropertyAttribute")
                    && !info.Properties.Any(known => known.AttributeProvider is MemberInfo other && other.Name == member.Name))
                {
                    var (declared, get, set) = Access(member);
                    var added = info.CreateJsonPropertyInfo(declared, member.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName ?? member.Name);
                    added.AttributeProvider = member;
                    added.Get = get;
                    added.Set = set;
                    info.Properties.Add(added);
                }
            }
        }
    }
}
