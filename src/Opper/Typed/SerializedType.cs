using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Typed;

/// <summary>The contract for a value of unknown declared type: its run-time type, or a polymorphic base type, to write the discriminator.</summary>
internal static class SerializedType
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, ConcurrentDictionary<Type, Type>> Known = new();

    public static JsonTypeInfo Of(object value, TypeSource source)
    {
        // Throws the message with the missing metadata.
        source.Info(value.GetType());
        return Of(value, source.Options);
    }

    public static JsonTypeInfo Of(object value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        return options.GetTypeInfo(type.IsPrimitive || type == typeof(string) ? type
            : Known.GetValue(options, static _ => new ConcurrentDictionary<Type, Type>()).GetOrAdd(type, type => Find(type, options)));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A trimmed interface has no metadata, so it is not polymorphic.")]
    private static Type Find(Type type, JsonSerializerOptions options)
    {
        if (options.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null })
        {
            return type;
        }

        for (var ancestor = type.BaseType; ancestor is not null && ancestor != typeof(object); ancestor = ancestor.BaseType)
        {
            if (IsPolymorphicBaseOf(ancestor, type, options))
            {
                return ancestor;
            }
        }

        return Array.Find(type.GetInterfaces(), contract => contract.Assembly != typeof(object).Assembly && IsPolymorphicBaseOf(contract, type, options))
            ?? type;
    }

    private static bool IsPolymorphicBaseOf(Type ancestor, Type type, JsonSerializerOptions options)
    {
        try
        {
            return options.TryGetTypeInfo(ancestor, out var info) && info.PolymorphismOptions?.DerivedTypes.Any(derived => derived.DerivedType == type) == true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            // The base type has no valid contract, for example because its constructor is ambiguous.
            return false;
        }
    }
}
