using System.Collections;
using System.Collections.ObjectModel;

namespace Opper.Analyzers.Tests.Shapes;

public sealed class Keyed : KeyedCollection<string, int>
{
    protected override string GetKeyForItem(int item) => "";
}

public sealed class EnumerableAlone : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator() => Enumerable.Empty<int>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int A { get; set; }
}

public sealed class PlainEnumerable : IEnumerable
{
    public IEnumerator GetEnumerator() => Array.Empty<int>().GetEnumerator();

    public int A { get; set; }
}

public sealed class ListOfActions : List<Action>
{
}

public sealed class ListWithParameter : List<int>
{
    public ListWithParameter(int a) => Add(a);
}

public abstract class AbstractList : List<int>
{
}

public sealed class OwnCollection : Collection<int>
{
}

public sealed class CollectionWithParameter : Collection<int>
{
    public CollectionWithParameter(int a) => Add(a);
}

public sealed class OwnDictionary : Dictionary<string, int>
{
}

public sealed class DictionaryWithParameter : Dictionary<string, int>
{
    public DictionaryWithParameter(int a) => Add("a", a);
}

public sealed class DictionaryOfNumbers : Dictionary<double, int>
{
}

public sealed class OwnStack : Stack<int>
{
}

public sealed class QueueWithParameter : Queue<int>
{
    public QueueWithParameter(int a) => Enqueue(a);
}

public interface IOwnList : IList<int>
{
}

public struct StructCollection : ICollection<int>
{
    public readonly int Count => 0;

    public readonly bool IsReadOnly => false;

    public readonly void Add(int item)
    {
    }

    public readonly void Clear()
    {
    }

    public readonly bool Contains(int item) => false;

    public readonly void CopyTo(int[] array, int arrayIndex)
    {
    }

    public readonly bool Remove(int item) => false;

    public readonly IEnumerator<int> GetEnumerator() => Enumerable.Empty<int>().GetEnumerator();

    readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
