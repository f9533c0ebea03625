using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Delegates to Json.NET for <c>JToken</c>, and for types with one of its converters.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class JsonNetConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => IsToken(typeToConvert) || Named(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        IsToken(typeToConvert) ? JsonNetConverters.Create(typeToConvert, converter: null) : FromAttribute(typeToConvert);

    private static JsonConverter FromAttribute(Type type) =>
        JsonNetConverters.OfMember(type, Named(type)!.GetCustomAttribute<Newtonsoft.Json.JsonConverterAttribute>(inherit: false)!);

    private static bool IsToken(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "JToken", Namespace: "Newtonsoft.Json.Linq" })
            {
                return true;
            }
        }

        return false;
    }

    // As in Json.NET, a derived type inherits the converter of its base type.
    private static Type? Named(Type type)
    {
        if (type.IsPrimitive || type == typeof(string) || type.IsEnum || !JsonNetAttributes.MayBeOn(type)
            || type.IsDefined(typeof(JsonConverterAttribute), inherit: false) || PolymorphicContracts.IsJsonNetPolymorphic(type))
        {
            return null;
        }

        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            if (JsonNetAttributes.Has(current, "JsonConverterAttribute"))
            {
                return current;
            }
        }

        return null;
    }
}
