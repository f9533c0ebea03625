using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;
using NetAttribute = Newtonsoft.Json.JsonConverterAttribute;
using NetConverter = Newtonsoft.Json.JsonConverter;
using StjConverter = System.Text.Json.Serialization.JsonConverter;

namespace Opper.Typed;

/// <summary>Adapts Json.NET's converters to System.Text.Json.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal static class JsonNetConverters
{
    public static StjConverter OfEnum(Type type) => OfMember(type, type.GetCustomAttribute<NetAttribute>()!);

    /// <summary>The converter that an attribute on a member or a type specifies.</summary>
    public static StjConverter OfMember(Type type, NetAttribute attribute)
    {
        var converter = (NetConverter)Activator.CreateInstance(attribute.ConverterType, attribute.ConverterParameters)!;
        return converter is StringEnumConverter names && MemberContracts.Enumeration(type) is { } enumeration
            ? EnumConverterFactory.For(type, EnumConverterFactory.Plain(enumeration,
                names.NamingStrategy is { } naming ? field => naming.GetPropertyName(field.Name, hasSpecifiedName: false) : null))
            : Create(type, converter);
    }

    /// <summary>A converter that delegates to Json.NET.</summary>
    public static StjConverter Create(Type type, NetConverter? converter) =>
        (StjConverter)Activator.CreateInstance(typeof(JsonNetConverter<>).MakeGenericType(type), converter)!;
}
