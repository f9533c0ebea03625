using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Serializes enums as strings. Attributes that select or rename strings are honored; custom converters are not replaced.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class EnumConverterFactory : JsonConverterFactory
{
    public static EnumConverterFactory Instance { get; } = new();

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsEnum && IsBuiltIn(typeToConvert.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        if (typeToConvert.GetCustomAttribute<JsonConverterAttribute>() is { } attribute)
        {
            var given = attribute.ConverterType is { } type ? (JsonConverter)Activator.CreateInstance(type)! : attribute.CreateConverter(typeToConvert)!;
            return Named(typeToConvert, given, options);
        }

        return JsonNetAttributes.Has(typeToConvert, "JsonConverterAttribute") ? JsonNetConverters.OfEnum(typeToConvert) : Plain(typeToConvert, naming: null);
    }

    /// <summary>Takes the names from one of System.Text.Json's own converters; one that writes numbers is returned as it is.</summary>
    public static JsonConverter Named(Type type, JsonConverter given, JsonSerializerOptions options)
    {
        var converter = given is JsonConverterFactory factory ? factory.CreateConverter(type, options)! : given;
        var write = converter.GetType().GetMethods().First(
            method => method.Name == nameof(JsonConverter<object>.Write) && method.GetParameters() is [var writer, var value, _]
                && writer.ParameterType == typeof(Utf8JsonWriter) && (Nullable.GetUnderlyingType(value.ParameterType) ?? value.ParameterType) == type);
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

    /// <summary>Whether the converter of an attribute is built into System.Text.Json, or there is none.</summary>
    public static bool IsBuiltIn(Type? converter) =>
        converter is null || converter.Assembly == typeof(JsonConverter).Assembly || converter.BaseType is { } parent
            && parent.Assembly == typeof(JsonConverter).Assembly && typeof(JsonStringEnumConverter).IsAssignableFrom(parent);

    /// <summary>The converter for a member whose type is the enum or its nullable.</summary>
    public static JsonConverter For(Type member, JsonConverter converter) =>
        member.IsEnum
            ? converter
            : (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(Nullable.GetUnderlyingType(member)!), converter)!;

    private static JsonConverter Create(Type type, EnumTexts texts) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(type), texts)!;
}
