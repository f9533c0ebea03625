using System.ComponentModel.DataAnnotations;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Opper.TypeCorpus.Shapes;

public enum Level
{
    Low,

    [EnumMember(Value = "in-between")]
    Middle,

    [JsonStringEnumMemberName("high end")]
    High,
}

[Flags]
public enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
    Delete = 8,
}

[Flags]
public enum Bits : byte
{
    One = 1,
    Two = 2,
}

public enum Wide : ulong
{
    Small = 1,
    Large = ulong.MaxValue,
}

public sealed record Person(string Name, int Age);

public sealed record Optional(string? Name, int? Age, Level? Level);

public sealed record Defaulted(int A, int B = 5, string C = "c", string? D = null, Level E = Level.High);

public sealed record Computed(string First, string Last)
{
    public string Full => First + Last;
}

public record BaseRecord(string Name);

public sealed record DerivedRecord(string Name, int Size) : BaseRecord(Name);

public readonly record struct Point(int X, double Y);

public struct Mutable
{
    public int X { get; set; }

    public string? Label { get; set; }

    public readonly int Twice => X * 2;
}

public sealed class Settable
{
    public required string Name { get; set; }

    public int Count { get; set; }

    public List<string> Tags { get; set; } = [];

    public List<string?> Notes { get; set; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public Stream? Hidden { get; set; }
}

public sealed class InitOnly
{
    public required string Name { get; init; }

    public int? Age { get; init; }

    public IReadOnlyList<int> Numbers { get; init; } = [];
}

public sealed class Immutable(string name, IReadOnlyList<Level> levels)
{
    public string Name { get; } = name;

    public IReadOnlyList<Level> Levels { get; } = levels;
}

public sealed class Named
{
    [JsonPropertyName("the name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("the.dotted")]
    public int Dotted { get; set; }

    [JsonPropertyOrder(-1)]
    public bool First { get; set; }
}

public sealed class WithField
{
    [JsonInclude]
    public int Number;

    public string Text { get; set; } = "";
}

public abstract class AbstractBase
{
    public virtual string Name { get; set; } = "";

    public abstract int Size { get; set; }
}

public sealed class Overriding : AbstractBase
{
    public override string Name { get; set; } = "o";

    public override int Size { get; set; }

    public string Own { get; set; } = "";
}

public sealed class Chosen
{
    public Chosen()
    {
    }

    [System.Text.Json.Serialization.JsonConstructor]
    public Chosen(string name) => Name = name;

    public string Name { get; } = "";
}

public sealed record Tree(string Label, List<Tree> Children);

public sealed record Chain(int Value, Chain? Next);

public sealed record Mutual(MutualOther? Other, string Name);

public sealed record MutualOther(Mutual? Back, int Number);

public sealed record Mapping(Dictionary<string, Mapping> Inner, Dictionary<Guid, int> ById, Dictionary<int, string> ByNumber, Dictionary<Level, bool> ByLevel);

[System.ComponentModel.Description("A thing with rules.")]
public sealed class Ruled
{
    [System.ComponentModel.DataAnnotations.Range(1, 5)]
    public int Stars { get; set; }

    [StringLength(20, MinimumLength = 2)]
    public string Word { get; set; } = "";

    [MinLength(1)]
    [MaxLength(3)]
    public List<int> Some { get; set; } = [];

    [System.ComponentModel.DataAnnotations.Range(typeof(decimal), "0.1", "1.5")]
    public decimal Share { get; set; }

    [System.ComponentModel.Description("When it was.")]
    public DateTimeOffset At { get; set; }

    [AllowedValues("a", "b")]
    public string Choice { get; set; } = "a";

    [EmailAddress]
    public string? Mail { get; set; }
}

public class Generic<T>
{
    public required T Item { get; set; }

    public T? Maybe { get; set; }

    public List<T> Many { get; set; } = [];
}

public sealed class DerivedGeneric : Generic<Person>
{
    public string Extra { get; set; } = "";
}

public sealed record Holder<T>(T Value);

public sealed record Maybe<T>(T? Value, string? Note = null);

public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

public sealed class Extended
{
    public required string Name { get; set; }

    [JsonExtensionData]
    public Dictionary<string, System.Text.Json.JsonElement>? Others { get; set; }
}

public sealed record ExtendedRecord(int Number)
{
    [JsonExtensionData]
    public IDictionary<string, object>? Others { get; set; }
}

public sealed record Bytes(ReadOnlyMemory<byte> Read, Memory<byte>? Maybe, List<byte[]> Many);

public sealed record Bounded(
    [property: System.ComponentModel.DataAnnotations.Range(0, double.MaxValue)] decimal Price,
    [property: System.ComponentModel.DataAnnotations.Range(0, double.MaxValue)] int Count,
    [property: System.ComponentModel.DataAnnotations.Range(-1, 300)] byte Small,
    [property: System.ComponentModel.DataAnnotations.Range(typeof(long), "1", "9223372036854775807")] long Large,
    [property: Required] int? There);

public sealed class Handled
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int Count { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Ratio { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
    public float? Share { get; set; }
}

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record HandledRecord(double Ratio, long? Size, List<Handled> Items);

public sealed class HandledItems
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public List<int> Counts { get; set; } = [];

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public Dictionary<string, double?>? Ratios { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
    public float[] Shares { get; set; } = [];
}

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record HandledItemsRecord(IReadOnlyList<double> Ratios, List<List<int>> Nested, Dictionary<int, float> ByKey, HandledNumbers? Numbers);

[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed class HandledNumbers : List<double>;

public sealed class Nodes : List<Nodes>;

public sealed class Branches : Dictionary<string, List<Branches>>;
