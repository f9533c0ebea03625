namespace Opper.Analyzers.Tests.Shapes;

public class Growing<T>
{
    public T? Value { get; set; }

    public Growing<Growing<T>>? Next { get; set; }
}

public sealed class GrowingByArray<T>
{
    public GrowingByArray<T[]>? Next { get; set; }
}

public sealed class GrowingByDictionary<T>
{
    public List<GrowingByDictionary<Dictionary<string, T>>> Next { get; set; } = [];
}

public sealed class GrowingByPair<T>
{
    public GrowingByPair<KeyValuePair<T, T[]>>? Next { get; set; }
}

public sealed class Ping<T>
{
    public Pong<T[]>? Pong { get; set; }
}

public sealed class Pong<T>
{
    public Ping<List<T>>? Ping { get; set; }
}

public sealed class OfGrowing : Growing<string>
{
    public int Count { get; set; }
}
