using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Opper.Conventions.TypedOutput;

// The parts of random types: typical types, with placeholders for other types.
public enum Grade
{
    Low,

    [EnumMember(Value = "in-between")]
    Middle,

    [JsonStringEnumMemberName("high end")]
    High,
}

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

public sealed record Optional<T>([property: JsonPropertyName("maybe")] T? Value, string? Note = null, int Count = 3);

public sealed class Settable<T>
{
    [JsonProperty("the_item")]
    public required T Item { get; set; }

    [System.ComponentModel.DataAnnotations.Range(1, 5)]
    public int? Stars { get; init; }

    public List<string?> Notes { get; set; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public T? Hidden { get; set; }
}

public sealed class Fixed<T>(T item, Grade grade)
{
    public T Item { get; } = item;

    public Grade Grade { get; } = grade;
}

public sealed record Tree<T>(T Value, List<Tree<T>> Children, Dictionary<string, T> Extra);

public readonly record struct Point(int X, double Y);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Disc), "disc")]
[JsonDerivedType(typeof(Pile), "pile")]
public abstract record Figure(string Label);

public sealed record Disc(string Label, double Radius) : Figure(Label);

public sealed record Pile(string Label, List<Figure> Parts) : Figure(Label);
