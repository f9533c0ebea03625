using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>The schemas of scalars and dictionary keys, from the converters that read and write them.</summary>
internal static class ValueSchemas
{
    private static readonly JsonSchemaExporterOptions ExporterOptions = new() { TreatNullObliviousAsNonNullable = true };

    /// <exception cref="NotSupportedException">System.Text.Json does not support the type; the message is only the reason.</exception>
    public static JsonObject Describe(Type type, JsonConverter converter, JsonSerializerOptions options) =>
        converter is IDescribedConverter described ? described.Describe()
            : converter.GetType().Assembly != typeof(JsonConverter).Assembly ? []
            : type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>) ? new BytesConverter().Describe()
            : type.IsEnum && !ReferenceEquals(options.GetTypeInfo(type).Converter, converter) ? OfEnum(type, converter, options)
            : Exported(type, options);

    // The converter of a member may differ from that of its type.
    private static JsonObject OfEnum(Type type, JsonConverter converter, JsonSerializerOptions options)
    {
        var own = new JsonSerializerOptions(options);
        own.Converters.Insert(0, converter);
        return SchemaNavigator.Types((JsonObject)own.GetJsonSchemaAsNode(converter.Type ?? type, ExporterOptions)).Contains("integer")
            ? OfEnumNumber(type)
            : NativeNames(type);
    }

    /// <summary>The schema of dictionary keys, or <see langword="null"/> if the type cannot be a key.</summary>
    /// <param name="type">The type of the keys.</param>
    /// <param name="converter">The converter of the keys.</param>
    /// <param name="options">The serializer options.</param>
    /// <param name="isInput">Whether all keys that can be written must match, rather than only those that can certainly be read.</param>
    public static JsonObject? Keys(Type type, JsonConverter converter, JsonSerializerOptions options, bool isInput)
    {
        var schema = converter is IDescribedConverter described && type != typeof(byte[]) ? described.Describe() : type.IsEnum ? Exported(type, options) : [];
        if (type.IsEnum && SchemaNavigator.Types(schema) is ["integer"])
        {
            // System.Text.Json writes enum keys by name, even if values are numbers.
            schema = NativeNames(type);
        }

        if (schema["enum"] is { } names)
        {
            return new JsonObject { ["enum"] = names.DeepClone() };
        }

        switch (SchemaNavigator.Types(schema))
        {
            case ["integer"]:
                return new JsonObject { ["pattern"] = Digits(schema["minimum"]?.ToJsonString(), schema["maximum"]?.ToJsonString(), isInput) };
            case ["string"]:
                schema.Remove("type");
                schema.Remove("description");
                return schema;
            default:
                return null;
        }
    }

    // A number with one digit less than the maximum is in range; for the smallest types that would exclude too many values.
    private static string Digits(string? minimum, string? maximum, bool isInput) => (minimum, maximum) switch
    {
        _ when isInput => minimum == "0" ? "^[0-9]+$" : "^-?[0-9]+$",
        (_, "255") => "^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$",
        (_, "127") => "^(-?(12[0-7]|1[01][0-9]|[0-9]?[0-9])|-128)$",
        (_, null) => "^-?[0-9]{1,999}$",
        (_, { Length: var length }) => $"^{(minimum == "0" ? string.Empty : "-?")}[0-9]{{1,{length - 1}}}$",
    };

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The fields of an enum are kept with it.")]
    private static JsonObject NativeNames(Type type) => new EnumTexts(type, isNative: true).Describe();

    private static JsonObject OfEnumNumber(Type type) => ((IDescribedConverter)ValueConverters.Create(Enum.GetUnderlyingType(type))).Describe();

    // The schema that System.Text.Json exports for its own converters: untyped JSON, enums as a context configures them, and rarer types.
    private static JsonObject Exported(Type type, JsonSerializerOptions options)
    {
        if (options.GetJsonSchemaAsNode(type, ExporterOptions) is not JsonObject schema)
        {
            return [];
        }

        if (schema["not"] is not null)
        {
            throw new NotSupportedException(FSharpTypes.IsUnion(type) ? Refusals.Union : Refusals.Unsupported);
        }

        if (type.IsEnum && SchemaNavigator.Types(schema) is [var kind])
        {
            return kind == "integer" ? OfEnumNumber(type)
                : type.IsDefined(typeof(FlagsAttribute), inherit: false) ? NativeNames(type)
                : schema;
        }

        schema = (JsonObject)schema.DeepClone();
        if (schema["enum"] is JsonArray names && schema["type"] is null && names.All(static name => name?.GetValueKind() == JsonValueKind.String))
        {
            schema.Insert(0, "type", "string");
        }

        return schema;
    }
}
