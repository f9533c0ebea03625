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

    private sealed class ReadOnlyCollectionConverter<T> : StandInConverter<ReadOnlyCollection<T>, IList<T>>
    {
        protected override ReadOnlyCollection<T> From(IList<T> standIn) => new(standIn);

        protected override IList<T> To(ReadOnlyCollection<T> value) => value;
    }

    // Written from bottom to top, so that reading restores the order.
    private sealed class StackConverter<T> : StandInConverter<Stack<T>, IEnumerable<T>>
    {
        protected override Stack<T> From(IEnumerable<T> standIn) => new(standIn);

        protected override IEnumerable<T> To(Stack<T> value) => value.Reverse();
    }

    private sealed class ConcurrentStackConverter<T> : StandInConverter<ConcurrentStack<T>, IEnumerable<T>>
    {
        protected override ConcurrentStack<T> From(IEnumerable<T> standIn) => new(standIn);

        protected override IEnumerable<T> To(ConcurrentStack<T> value) => value.Reverse();
    }

    private sealed class ImmutableStackConverter<T> : StandInConverter<ImmutableStack<T>, IEnumerable<T>>
    {
        protected override ImmutableStack<T> From(IEnumerable<T> standIn) => ImmutableStack.CreateRange(standIn);

        protected override IEnumerable<T> To(ImmutableStack<T> value) => value.Reverse();
    }

    private sealed class ReadOnlyDictionaryConverter<TKey, TValue> : StandInConverter<ReadOnlyDictionary<TKey, TValue>, IDictionary<TKey, TValue>>
        where TKey : notnull
    {
        protected override ReadOnlyDictionary<TKey, TValue> From(IDictionary<TKey, TValue> standIn) => new(standIn);

        protected override IDictionary<TKey, TValue> To(ReadOnlyDictionary<TKey, TValue> value) => value;
    }

#if NET
    private sealed class ReadOnlySetConverter<T> : StandInConverter<IReadOnlySet<T>, IEnumerable<T>>
    {
        protected override IReadOnlySet<T> From(IEnumerable<T> standIn) => new HashSet<T>(standIn);

        protected override IEnumerable<T> To(IReadOnlySet<T> value) => value;
    }

    private sealed class FrozenSetConverter<T> : StandInConverter<System.Collections.Frozen.FrozenSet<T>, IEnumerable<T>>
    {
        protected override System.Collections.Frozen.FrozenSet<T> From(IEnumerable<T> standIn) => System.Collections.Frozen.FrozenSet.ToFrozenSet(standIn);

        protected override IEnumerable<T> To(System.Collections.Frozen.FrozenSet<T> value) => value;
    }

    private sealed class FrozenDictionaryConverter<TKey, TValue>
        : StandInConverter<System.Collections.Frozen.FrozenDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>>
        where TKey : notnull
    {
        protected override System.Collections.Frozen.FrozenDictionary<TKey, TValue> From(IReadOnlyDictionary<TKey, TValue> standIn) =>
            System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(standIn);

        protected override IReadOnlyDictionary<TKey, TValue> To(System.Collections.Frozen.FrozenDictionary<TKey, TValue> value) => value;
    }
#endif
}
