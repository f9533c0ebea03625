using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>Makes enums strings. Attributes that ask for strings, or for another naming of them, are followed; a converter of the caller's own is left alone.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class EnumConverterFactory : JsonConverterFactory
{
    public static EnumConverterFactory Instance { get; } = new();

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && IsBuiltIn(typeToConvert.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        if (typeToConvert.GetCustomAttribute<JsonConverterAttribute>() is { } attribute)
        {
            var given = attribute.ConverterType is { } type ? (JsonConverter)Activator.CreateInstance(type)! : attribute.CreateConverter(typeToConvert)!;
            return Named(typeToConvert, given, options);
        }

        return JsonNetAttributes.Has(typeToConvert, "JsonConverterAttribute") ? JsonNetConverters.OfEnum(typeToConvert) : Plain(typeToConvert, naming: null);
    }

    /// <summary>A converter of System.Text.Json's own gives the names; one that writes numbers stays as it is.</summary>
    public static JsonConverter Named(Type type, JsonConverter given, JsonSerializerOptions options)
    {
        var converter = given is JsonConverterFactory factory ? factory.CreateConverter(type, options)! : given;
        var write = converter.GetType().GetMethods().First(method => method.Name == nameof(JsonConverter<object>.Write) && method.GetParameters() is [var writer, var value, _] && writer.ParameterType == typeof(Utf8JsonWriter) && (Nullable.GetUnderlyingType(value.ParameterType) ?? value.ParameterType) == type);
        var isNumber = false;
        var texts = new EnumTexts(type, field =>
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                write.Invoke(converter, [writer, field.GetValue(null), options]);
            }

            var json = JsonDocument.Parse(stream.ToArray()).RootElement;
            isNumber |= json.ValueKind != JsonValueKind.String;
            return json.ToString();
        });
        return isNumber ? converter : Create(type, texts);
    }

    public static JsonConverter Plain(Type type, Func<FieldInfo, string>? naming) => Create(type, new EnumTexts(type, naming));

    /// <summary>Whether a converter that an attribute names is one of System.Text.Json's own, or none is named.</summary>
    public static bool IsBuiltIn(Type? converter)
        => converter is null || converter.Assembly == typeof(JsonConverter).Assembly || converter.BaseType is { } parent && parent.Assembly == typeof(JsonConverter).Assembly && typeof(JsonStringEnumConverter).IsAssignableFrom(parent);

    /// <summary>The converter of an enum, for a member that may be null or not.</summary>
    public static JsonConverter For(Type member, JsonConverter converter)
        => member.IsEnum ? converter : (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(Nullable.GetUnderlyingType(member)!), converter)!;

    private static JsonConverter Create(Type type, EnumTexts texts)
        => (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(type), texts)!;
}
