using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Streaming;

/// <summary>Creates collections of callers' types that items are added to while a stream is read.</summary>
internal static class GrowingCollections
{
    /// <summary>Creates the list that items are added to, and the conversion to the type, if needed.</summary>
    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    [RequiresDynamicCode(TypeSource.ReflectionMessage)]
    public static (Func<IList> Create, Func<IList, object?>? Convert) ListOf(JsonTypeInfo info, Type item)
    {
        var type = info.Type;
        var listType = typeof(List<>).MakeGenericType(item);
        Func<IList> create = () => (IList)Activator.CreateInstance(listType)!;
        if (type.IsAssignableFrom(listType))
        {
            return (create, null);
        }

        if (type.IsArray)
        {
            return (create, list =>
            {
                var array = Array.CreateInstance(item, list.Count);
                list.CopyTo(array, 0);
                return array;
            });
        }

        var sequence = typeof(IEnumerable<>).MakeGenericType(item);
        var concrete = type.IsInterface ? typeof(HashSet<>).MakeGenericType(item) : type;
        if (type.IsAssignableFrom(concrete) && concrete.GetConstructor([sequence]) is { } constructor)
        {
            return (create, list => constructor.Invoke([list]));
        }

        // Immutable collections and others that only the serializer can create.
        var written = info.Options.GetTypeInfo(listType);
        return (create, list => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(list, written), info));
    }

    /// <summary>Creates a dictionary that can be assigned to the type, or <see langword="null"/>.</summary>
    [RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
    [RequiresDynamicCode(TypeSource.ReflectionMessage)]
    public static Func<IDictionary>? DictionaryOf(JsonTypeInfo info)
    {
        var common = typeof(Dictionary<,>).MakeGenericType(info.KeyType!, info.ElementType!);
        return info.Type.IsAssignableFrom(common) ? () => (IDictionary)Activator.CreateInstance(common)! : null;
    }
}
