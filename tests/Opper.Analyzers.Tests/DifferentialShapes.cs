using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Opper.Analyzers.Tests.Shapes;
using Opper.TypeCorpus;
using Opper.TypeCorpus.Shapes;

namespace Opper.Analyzers.Tests;

/// <summary>The types that are passed to the analyzer and the client: those of the corpus, intentionally wrong ones, those of the framework, and all
/// of them within others.</summary>
internal static class DifferentialShapes
{
    private static readonly Type[] Framework =
    [
        typeof(int[,]), typeof(int[][,]), typeof(Action), typeof(Func<int>), typeof(Type), typeof(System.Reflection.MethodInfo), typeof(Task),
        typeof(Task<int>), typeof(ValueTask<int>), typeof((int, int)),
        typeof(Tuple<int>), typeof(Stream), typeof(MemoryStream), typeof(nint), typeof(nuint), typeof(object), typeof(Exception), typeof(CultureInfo),
        typeof(CancellationToken), typeof(Lazy<int>), typeof(DBNull),
        typeof(System.Net.IPAddress), typeof(Enum), typeof(ValueType), typeof(HttpClient), typeof(Complex), typeof(Index), typeof(Range), typeof(Vector3),
        typeof(System.Drawing.Point), typeof(UriBuilder), typeof(StringComparer),
        typeof(KeyValuePair<string, Action>), typeof(JsonDocument), typeof(System.Text.Rune), typeof(LinkedListNode<int>), typeof(System.Data.DataTable),
        typeof(Dictionary<double, int>), typeof(Dictionary<bool, int>), typeof(Dictionary<NoMembersRecord, int>), typeof(Dictionary<char, int>),
        typeof(Dictionary<Uri, int>), typeof(Dictionary<decimal, int>),
        typeof(Dictionary<byte[], int>), typeof(Dictionary<BigInteger, int>), typeof(Dictionary<Half, int>), typeof(Dictionary<DateTime, int>),
        typeof(Dictionary<DateTimeOffset, int>), typeof(Dictionary<Version, int>),
        typeof(Dictionary<TimeSpan, int>), typeof(Dictionary<TimeOnly, int>), typeof(Dictionary<Type, int>), typeof(Dictionary<Action, int>),
        typeof(Dictionary<int[], int>), typeof(Dictionary<UInt128, int>), typeof(Dictionary<ulong, int>),
        typeof(Dictionary<sbyte, int>), typeof(Dictionary<nint, int>), typeof(Dictionary<float, int>), typeof(IReadOnlyDictionary<double, int>),
        typeof(FrozenDictionary<double, int>), typeof(SortedDictionary<decimal, int>),
        typeof(BlockingCollection<int>), typeof(ILookup<string, int>), typeof(KeyedCollection<string, int>), typeof(ArrayList), typeof(Hashtable),
        typeof(IEnumerable), typeof(IList), typeof(ICollection), typeof(IDictionary),
        typeof(IAsyncEnumerable<int>), typeof(ConcurrentBag<int>), typeof(ConcurrentStack<int>), typeof(PriorityQueue<int, int>), typeof(ImmutableQueue<int>),
        typeof(IImmutableList<int>), typeof(IImmutableDictionary<string, int>),
        typeof(ImmutableSortedDictionary<string, int>), typeof(ArraySegment<int>), typeof(Memory<int>), typeof(ReadOnlyMemory<byte>), typeof(BitArray),
        typeof(IOrderedEnumerable<int>), typeof(IGrouping<string, int>), typeof(IQueryable<int>),
        typeof(ReadOnlyObservableCollection<int>), typeof(ReadOnlySet<int>), typeof(Queue), typeof(Stack), typeof(SortedList),
        typeof(OrderedDictionary<string, int>), typeof(ImmutableStack<int>), typeof(IImmutableSet<int>),
        typeof(FrozenSet<Action>), typeof(Stack<Action>), typeof(ReadOnlyDictionary<bool, int>), typeof(Enclosing<Action>.Inner),
        typeof(Widening<Widening<Action>>), typeof(AbstractOf<int>), typeof(AbstractOf<Action>),
        typeof(Growing<int>), typeof(GrowingByArray<int>), typeof(GrowingByDictionary<string>), typeof(GrowingByPair<int>), typeof(Ping<int>),
        typeof(OfGrowing), typeof(Growing<Action>),
    ];

    public static IReadOnlyList<Type> Own { get; } = [.. typeof(NoMembers).Assembly.GetTypes()
        .Where(static type => type.Namespace == typeof(NoMembers).Namespace && type is { IsGenericTypeDefinition: false, IsNested: false, IsPublic: true })];

    /// <summary>Each type once, and within others.</summary>
    public static IReadOnlyList<Type> All { get; } = [.. Corpus.All.Concat(Own).Concat(Framework).Distinct().SelectMany(Within).Distinct()];

    private static IEnumerable<Type> Within(Type type)
    {
        yield return type;
        yield return type.MakeArrayType();
        yield return typeof(List<>).MakeGenericType(type);
        yield return typeof(ICollection<>).MakeGenericType(type);
        yield return typeof(Dictionary<,>).MakeGenericType(typeof(string), type);
        yield return typeof(ImmutableArray<>).MakeGenericType(type);
        yield return typeof(FrozenSet<>).MakeGenericType(type);
        yield return typeof(Holder<>).MakeGenericType(type);
        yield return typeof(Generic<>).MakeGenericType(type);
        yield return typeof(Pair<,>).MakeGenericType(typeof(string), typeof(Maybe<>).MakeGenericType(typeof(List<>).MakeGenericType(type)));
        if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
        {
            yield return typeof(Nullable<>).MakeGenericType(type);
        }
    }
}
