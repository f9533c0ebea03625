using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Newtonsoft.Json.Linq;
using Opper.TypeCorpus.Shapes;

namespace Opper.TypeCorpus;

/// <summary>The types that only reflection can describe.</summary>
internal static class ReflectedShapes
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(Filled),
        typeof(PrivateSetters),
        typeof(FilledRecord),
        typeof(Backed),
        typeof(TwoConstructors),
        typeof(RenamedTwo),
        typeof(StructTwo),
        typeof(HiddenConstructor),
        typeof(OverridesTheGetter),
        typeof(Account),
        typeof(NetNamed),
        typeof(NetRecord),
        typeof(OptIn),
        typeof(NetConstructor),
        typeof(OwnNaming),
        typeof(FrozenSet<int>),
        typeof(FrozenDictionary<string, Person>),
        typeof(ReadOnlyCollection<Person>),
        typeof(IReadOnlySet<Level>),
        typeof(List<TwoConstructors>),
        typeof(Dictionary<string, Filled>),
        typeof(Holder<StructTwo>),
        typeof(Maybe<PrivateSetters>),
        typeof(Holder<FrozenSet<string>>),
        typeof(Stack<int>),
        typeof(UserId),
        typeof(Stage),
        typeof(Speed),
        typeof(Number),
        typeof(List<Stage>),
        typeof(Dictionary<Stage, int>),
        typeof(Dictionary<string, UserId>),
        typeof(NetParameter),
        typeof(NetNaming),
        typeof(NumberMembers),
        typeof(ReadOnlyObject),
        typeof(ConcurrentStack<int>),
        typeof(Holder<ImmutableStack<string>>),
        typeof(NetExtended),
        typeof(List<NetExtendedField>),
        typeof(NetExtendedRecord),
        typeof(Holder<NetExtendedObjects>),
        typeof(FSharp.Reading),
        typeof(FSharp.Spot),
        typeof(FSharp.Row),
        typeof(FSharp.Report),
        typeof(FSharp.Wrapper<FSharp.Spot>),
        typeof(List<FSharp.Wrapper<string>>),
        typeof(JObject),
        typeof(List<JToken>),
        typeof(Holder<ReadOnlyDictionary<string, int>>),
    ];
}
