using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Follows Json.NET's attributes on members.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class JsonNetMembers
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Apply(JsonTypeInfo info)
    {
        AddHidden(info);
        var optsIn = OptsIn(info.Type);
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            var property = info.Properties[i];
            if (property.AttributeProvider is not MemberInfo member)
            {
                continue;
            }

            var named = JsonNetAttributes.Has(member, "JsonPropertyAttribute") ? member.GetCustomAttribute<JsonPropertyAttribute>()
                : property.AssociatedParameter?.AttributeProvider is ParameterInfo parameter && JsonNetAttributes.Find(parameter, "JsonPropertyAttribute") is not null ? parameter.GetCustomAttribute<JsonPropertyAttribute>()
                : null;
            if (JsonNetAttributes.Has(member, "JsonIgnoreAttribute") || JsonNetAttributes.Has(member, "JsonExtensionDataAttribute")
                || (optsIn && named is null && !member.IsDefined(typeof(DataMemberAttribute)) && !member.IsDefined(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute))))
            {
                info.Properties.RemoveAt(i);
                continue;
            }

            if (named is not null)
            {
                Follow(property, named);
            }

            if (JsonNetAttributes.Has(member, "JsonRequiredAttribute"))
            {
                property.IsRequired = true;
                property.IsSetNullable = property.PropertyType.IsValueType && property.IsSetNullable;
            }

            if (JsonNetAttributes.Has(member, "JsonConverterAttribute") && property.CustomConverter is null)
            {
                property.CustomConverter = JsonNetConverters.OfMember(property.PropertyType, member.GetCustomAttribute<JsonConverterAttribute>()!);
            }
        }
    }

    private static void Follow(JsonPropertyInfo property, JsonPropertyAttribute attribute)
    {
        if (attribute.PropertyName is { } name)
        {
            property.Name = name;
        }

        if (attribute.Required is Required.Always or Required.AllowNull && (property.Set is not null || property.AssociatedParameter is not null))
        {
            property.IsRequired = true;
        }

        if (attribute.Required is Required.Always or Required.DisallowNull && !property.PropertyType.IsValueType)
        {
            property.IsSetNullable = false;
        }

        if (attribute.NullValueHandling == NullValueHandling.Ignore && property.ShouldSerialize is null)
        {
            property.ShouldSerialize = static (_, value) => value is not null;
        }

        if (attribute.Order is var order and not 0)
        {
            property.Order = order;
        }
    }

    // [JsonProperty] makes members count that are not public.
    private static void AddHidden(JsonTypeInfo info)
    {
        for (var type = info.Type; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var member in type.GetMembers(Hidden).Where(static member => member is PropertyInfo or FieldInfo && JsonNetAttributes.Has(member, "JsonPropertyAttribute")))
            {
                if (info.Properties.Any(known => known.AttributeProvider is MemberInfo other && other.Name == member.Name))
                {
                    continue;
                }

                var property = member as PropertyInfo;
                var field = member as FieldInfo;
                var added = info.CreateJsonPropertyInfo(property?.PropertyType ?? field!.FieldType, member.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName ?? member.Name);
                added.AttributeProvider = member;
                added.Get = field is not null ? field.GetValue : property!.CanRead ? property.GetValue : null;
                added.Set = field is not null ? field.SetValue : property!.CanWrite ? property.SetValue : null;
                info.Properties.Add(added);
            }
        }
    }

    private static bool OptsIn(Type type)
        => JsonNetAttributes.Has(type, "JsonObjectAttribute") ? type.GetCustomAttribute<JsonObjectAttribute>()!.MemberSerialization == MemberSerialization.OptIn : type.IsDefined(typeof(DataContractAttribute));
}
