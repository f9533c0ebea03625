using System.Text.Json.Serialization;

namespace Opper.Analyzers.Tests.Shapes;

public sealed class TwoMarked
{
    [JsonConstructor]
    public TwoMarked(int a) => A = a;

    [JsonConstructor]
    public TwoMarked(string a) => A = a.Length;

    public int A { get; set; }
}

public sealed class OneMarked
{
    public OneMarked(int a) => A = a;

    [JsonConstructor]
    public OneMarked(string a) => A = a.Length;

    public int A { get; set; }
}

public sealed class MarkedPrivate
{
    [JsonConstructor]
    private MarkedPrivate(int a) => A = a;

    public int A { get; }
}

public sealed class MarkedByJsonNet
{
    public MarkedByJsonNet(int a) => A = a;

    [Newtonsoft.Json.JsonConstructor]
    public MarkedByJsonNet(int a, string b) => A = a + b.Length;

    public int A { get; }
}

public sealed class PrivateWithParameters
{
    private PrivateWithParameters(int a) => A = a;

    public int A { get; set; }

    public static PrivateWithParameters Of(int a) => new(a);
}

public sealed class PrivateEmpty
{
    private PrivateEmpty()
    {
    }

    public int A { get; set; }
}

public class ProtectedEmpty
{
    protected ProtectedEmpty()
    {
    }

    public int A { get; set; }
}

public class InternalWithParameters
{
    internal InternalWithParameters(int a) => A = a;

    public int A { get; set; }
}

public sealed class TwoPublic
{
    public TwoPublic(int a) => A = a;

    public TwoPublic(string b) => A = b.Length;

    public int A { get; set; }
}

public sealed class TwoAndEmpty
{
    public TwoAndEmpty()
    {
    }

    public TwoAndEmpty(string b) => A = b.Length;

    public int A { get; set; }
}

public sealed record TwoOfARecord(int A, string B)
{
    public TwoOfARecord(int a) : this(a, "b")
    {
    }
}

public sealed record EmptyOfARecord(Action A)
{
    public EmptyOfARecord() : this(static () =>
    {
    })
    {
    }
}

public record TwoWithoutPrimary
{
    public TwoWithoutPrimary(int a) => A = a;

    public TwoWithoutPrimary(string b) => A = b.Length;

    public int A { get; }
}

public sealed record DerivedOfTwo(int A, string B, int C) : OpenRecord(A)
{
    public DerivedOfTwo(int a) : this(a, "b", 1)
    {
    }
}

public record OpenRecord(int A);

public struct TwoOfAStruct
{
    public TwoOfAStruct(int a) => A = a;

    public TwoOfAStruct(string b) => A = b.Length;

    public int A { get; set; }
}

public readonly struct MarkedStruct
{
    [JsonConstructor]
    public MarkedStruct(int x) => X = x;

    public int X { get; }
}

public sealed class Primary(Action b)
{
    public Action B { get; } = b;
}

public sealed class PrimaryOfAnother(int a)
{
    public int B { get; set; } = a;
}

public sealed class PrimaryWithIgnored(int a, int b)
{
    public int A { get; } = a;

    [JsonIgnore]
    public int B { get; } = b;
}

public sealed class PrimaryWithComputed(int a)
{
    public int A { get; } = a;

    public Action Computed => () =>
    {
    };
}

public abstract class OfTwoLevels
{
    protected OfTwoLevels(int a) => A = a;

    public int A { get; }
}

public sealed class LowerLevel(int a, Action b) : OfTwoLevels(a)
{
    public Action B { get; } = b;
}
