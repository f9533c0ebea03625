using System.Text.Json.Serialization;

namespace Opper.Analyzers.Tests.Shapes;

public interface INamed
{
    string Name { get; set; }
}

public interface INothing
{
}

public abstract class Abstract
{
    public string Name { get; set; } = "";
}

public abstract class AbstractOf<T>
{
    public T? Value { get; set; }
}

[JsonPolymorphic]
public class NoDerived
{
    public string Name { get; set; } = "";
}

[JsonPolymorphic]
public abstract class NoDerivedOfAbstract
{
    public string Name { get; set; } = "";
}

[JsonPolymorphic]
public sealed record NoDerivedOfRecord(int A);

[JsonDerivedType(typeof(Untagged))]
public abstract class LacksATag
{
    public string A { get; set; } = "";
}

public sealed class Untagged : LacksATag
{
}

[JsonDerivedType(typeof(TaggedFirst), "first")]
[JsonDerivedType(typeof(UntaggedSecond))]
public interface ILacksOneTag
{
}

public sealed record TaggedFirst(int A) : ILacksOneTag;

public sealed record UntaggedSecond(int A) : ILacksOneTag;

[JsonDerivedType(typeof(ListOfFamily), "list")]
public interface IHasAList
{
}

public sealed class ListOfFamily : List<int>, IHasAList
{
}

[JsonDerivedType(typeof(WithoutAction), "a")]
public abstract class HasActionInBase
{
    public Action? F { get; set; }
}

public sealed class WithoutAction : HasActionInBase
{
    public int X { get; set; }
}

[JsonDerivedType(typeof(Collides), "a")]
public abstract class CollidesInDerived
{
    public int A { get; set; }
}

public sealed class Collides : CollidesInDerived
{
    [JsonPropertyName("a")]
    public int X { get; set; }
}

[JsonDerivedType(typeof(EmptyMember), "x")]
public abstract class OfEmptyMembers
{
}

public sealed class EmptyMember : OfEmptyMembers
{
}

[JsonDerivedType(typeof(Restored), "a")]
public class HasVirtualAction
{
    public virtual Action? A { get; set; }
}

public sealed class Restored : HasVirtualAction
{
    [JsonIgnore]
    public override Action? A { get; set; }

    public int B { get; set; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Repeated), "repeated")]
public abstract class RepeatsTheTag
{
    public abstract string Kind { get; }
}

public sealed class Repeated : RepeatsTheTag
{
    public override string Kind => "repeated";
}

[JsonDerivedType(typeof(ComponentA), "a")]
[JsonDerivedType(typeof(ComponentB), "b")]
public interface IComponent
{
}

public sealed record ComponentA(List<IComponent> Parts) : IComponent;

public sealed record ComponentB(INamed Name) : IComponent;

public sealed record OfInterface(INamed Name);

public sealed record OfAbstract(Dictionary<string, List<Abstract>> Deep);
