using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>A number or a collection of numbers to which <c>[JsonNumberHandling]</c> applies. It is read and written with a source whose numbers are handled
/// so.</summary>
internal sealed class NumberHandlingConverter : JsonConverter<object>
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, ConcurrentDictionary<JsonNumberHandling, TypeSource>> Sources = new();

    private readonly Type _type;

    private NumberHandlingConverter(Type type, TypeSource source)
    {
        _type = type;
        Source = source;
    }

    /// <summary>The source of the contract.</summary>
    public TypeSource Source { get; }

    /// <returns>The converter, or <see langword="null"/> if the handling does not apply to the type.</returns>
    public static NumberHandlingConverter? For(Type type, JsonNumberHandling handling, JsonSerializerOptions options) =>
        IsNumber(type) || HoldsNumbers(Nullable.GetUnderlyingType(type) ?? type)
        ? new NumberHandlingConverter(type, Sources.GetValue(options, static _ => new ConcurrentDictionary<JsonNumberHandling, TypeSource>()).GetOrAdd(handling,
            handling => TypeSource.WithNumbers(options, handling)))
        : null;

    /// <summary>The handling that the declaration of a collection of numbers states.</summary>
    public static JsonNumberHandling? Declared(Type type) => typeof(IEnumerable).IsAssignableFrom(type)
        && type.GetCustomAttribute<JsonNumberHandlingAttribute>(inherit: false) is { } declared && HoldsNumbers(type) ? declared.Handling : null;

    public override bool CanConvert(Type typeToConvert) => typeToConvert == _type;

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Source.Info(_type));

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Source.Info(_type));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The serializer uses the same interfaces; one that is trimmed is used by neither.")]
    private static bool HoldsNumbers(Type type) => typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string) && type != typeof(byte[])
        && type.GetInterfaces().Prepend(type).Any(static contract => contract.IsGenericType && Item(contract) is { } item && IsNumber(item));

    private static bool IsNumber(Type type) => ValueConverters.IsNumber(Nullable.GetUnderlyingType(type) ?? type);

    private static Type? Item(Type contract) =>
        contract.GetGenericTypeDefinition() is var kind && kind == typeof(IEnumerable<>) ? contract.GenericTypeArguments[0]
        : kind == typeof(IDictionary<,>) || kind == typeof(IReadOnlyDictionary<,>) ? contract.GenericTypeArguments[1]
        : null;
}
