using System.Text.Json.Serialization;

namespace Opper.TypeCorpus.Shapes;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Disc), "disc")]
[JsonDerivedType(typeof(Pile), "pile")]
public abstract record Figure(string Label);

public sealed record Disc(string Label, double Radius) : Figure(Label);

public sealed record Pile(string Label, List<Figure> Parts) : Figure(Label);

[JsonDerivedType(typeof(Numbered), 1)]
[JsonDerivedType(typeof(Special), 2)]
public record Numbered(int A);

public sealed record Special(int A, int B) : Numbered(A);

[JsonPolymorphic]
[JsonDerivedType(typeof(Cat), "cat")]
[JsonDerivedType(typeof(Dog), "dog")]
public interface IAnimal
{
    string Name { get; }
}

public sealed record Cat(string Name, int Lives) : IAnimal;

public sealed record Dog(string Name, bool Barks) : IAnimal;

[JsonDerivedType(typeof(Child), "child")]
public class Parent
{
    public string Name { get; set; } = "";
}

public sealed class Child : Parent
{
    public int Age { get; set; }
}

public sealed record Drawing(Figure Main, Figure? Spare, List<Figure> All, Dictionary<string, Figure> ByName, Disc Plain);
