using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Collections that cannot be populated item by item: they are created from a complete list or dictionary.</summary>
[RequiresUnreferencedCode(TypeSource.ReflectionMessage)]
[RequiresDynamicCode(TypeSource.ReflectionMessage)]
internal sealed class CollectionConverterFactory : JsonConverterFactory
{
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        [typeof(ReadOnlyCollection<>).FullName!] = typeof(ReadOnlyCollectionConverter<>),
        [typeof(Stack<>).FullName!] = typeof(StackConverter<>),
        [typeof(ConcurrentStack<>).FullName!] = typeof(ConcurrentStackConverter<>),
        [typeof(ImmutableStack<>).FullName!] = typeof(ImmutableStackConverter<>),
        [typeof(ReadOnlyDictionary<,>).FullName!] = typeof(ReadOnlyDictionaryConverter<,>),
#if NET
        [typeof(System.Collections.Frozen.FrozenSet<>).FullName!] = typeof(FrozenSetConverter<>),
        [typeof(IReadOnlySet<>).FullName!] = typeof(ReadOnlySetConverter<>),
        [typeof(System.Collections.Frozen.FrozenDictionary<,>).FullName!] = typeof(FrozenDictionaryConverter<,>),
#endif
    };

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && Kinds.ContainsKey(typeToConvert.GetGenericTypeDefinition().FullName!);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            Kinds[typeToConvert.GetGenericTypeDefinition().FullName!].MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class ReadOnlyCollectionConverter<T> : SubstituteConverter<ReadOnlyCollection<T>, IList<T>>
    {
        protected override ReadOnlyCollection<T> From(IList<T> substitute) => new(substitute);

        protected override IList<T> To(ReadOnlyCollection<T> value) => value;
    }

    // Written from bottom to top, so that reading restores the order.
    private sealed class StackConverter<T> : SubstituteConverter<Stack<T>, IEnumerable<T>>
    {
        protected override Stack<T> From(IEnumerable<T> substitute) => new(substitute);

        protected override IEnumerable<T> To(Stack<T> value) => value.Reverse();
    }

    private sealed class ConcurrentStackConverter<T> : SubstituteConverter<ConcurrentStack<T>, IEnumerable<T>>
    {
        protected override ConcurrentStack<T> From(IEnumerable<T> substitute) => new(substitute);

        protected override IEnumerable<T> To(ConcurrentStack<T> value) => value.Reverse();
    }

    private sealed class ImmutableStackConverter<T> : SubstituteConverter<ImmutableStack<T>, IEnumerable<T>>
    {
        protected override ImmutableStack<T> From(IEnumerable<T> substitute) => ImmutableStack.CreateRange(substitute);

        protected override IEnumerable<T> To(ImmutableStack<T> value) => value.Reverse();
    }

    private sealed class ReadOnlyDictionaryConverter<TKey, TValue> : SubstituteConverter<ReadOnlyDictionary<TKey, TValue>, IDictionary<TKey, TValue>>
        where TKey : notnull
    {
        protected override ReadOnlyDictionary<TKey, TValue> From(IDictionary<TKey, TValue> substitute) => new(substitute);

        protected override IDictionary<TKey, TValue> To(ReadOnlyDictionary<TKey, TValue> value) => value;
    }

#if NET
    private sealed class ReadOnlySetConverter<T> : SubstituteConverter<IReadOnlySet<T>, IEnumerable<T>>
    {
        protected override IReadOnlySet<T> From(IEnumerable<T> substitute) => new HashSet<T>(substitute);

        protected override IEnumerable<T> To(IReadOnlySet<T> value) => value;
    }

    private sealed class FrozenSetConverter<T> : SubstituteConverter<System.Collections.Frozen.FrozenSet<T>, IEnumerable<T>>
    {
        protected override System.Collections.Frozen.FrozenSet<T> From(IEnumerable<T> substitute) =>
            System.Collections.Frozen.FrozenSet.ToFrozenSet(substitute);

        protected override IEnumerable<T> To(System.Collections.Frozen.FrozenSet<T> value) => value;
    }

    private sealed class FrozenDictionaryConverter<TKey, TValue>
        : SubstituteConverter<System.Collections.Frozen.FrozenDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>>
        where TKey : notnull
    {
        protected override System.Collections.Frozen.FrozenDictionary<TKey, TValue> From(IReadOnlyDictionary<TKey, TValue> substitute) =>
            System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(substitute);

        protected override IReadOnlyDictionary<TKey, TValue> To(System.Collections.Frozen.FrozenDictionary<TKey, TValue> value) => value;
    }
#endif
}
