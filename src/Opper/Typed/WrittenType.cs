using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>The type as which a value is written whose declared type says nothing: its own, or the family that it is a member of, so that it says which member it is.</summary>
internal static class WrittenType
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, ConcurrentDictionary<Type, Type>> Known = new();

    public static JsonTypeInfo Of(object value, TypeSource source)
    {
        // Says what is missing where there is no contract.
        source.Info(value.GetType());
        return Of(value, source.Options);
    }

    public static JsonTypeInfo Of(object value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        return options.GetTypeInfo(type.IsPrimitive || type == typeof(string) ? type
            : Known.GetValue(options, static _ => new ConcurrentDictionary<Type, Type>()).GetOrAdd(type, type => Find(type, options)));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that is trimmed away has no metadata and is no family.")]
    private static Type Find(Type type, JsonSerializerOptions options)
    {
        if (options.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null })
        {
            return type;
        }

        for (var ancestor = type.BaseType; ancestor is not null && ancestor != typeof(object); ancestor = ancestor.BaseType)
        {
            if (IsFamilyOf(ancestor, type, options))
            {
                return ancestor;
            }
        }

        return Array.Find(type.GetInterfaces(), contract => contract.Assembly != typeof(object).Assembly && IsFamilyOf(contract, type, options)) ?? type;
    }

    private static bool IsFamilyOf(Type ancestor, Type type, JsonSerializerOptions options)
    {
        try
        {
            return options.TryGetTypeInfo(ancestor, out var info) && info.PolymorphismOptions?.DerivedTypes.Any(derived => derived.DerivedType == type) == true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            // A base that is no contract of its own, such as one with an unknown constructor.
            return false;
        }
    }
}
