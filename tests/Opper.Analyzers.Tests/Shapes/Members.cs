using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Analyzers.Tests.Shapes;

public sealed class NullableGrid
{
    public int[, ]? Grid { get; set; }

    public string Name { get; set; } = "";
}

public sealed unsafe class PointerMember
{
    public int* P { get; set; }

    public int A { get; set; }
}

public sealed class SpanMember
{
    public ReadOnlySpan<int> S => default;

    public int A { get; set; }
}

public sealed class IgnoredSpan
{
    [JsonIgnore]
    public ReadOnlySpan<int> S => default;

    public int A { get; set; }
}

public sealed class ByReference
{
    private int _x;

    public ref int X => ref _x;

    public int Y { get; set; }
}

public sealed class ByReadOnlyReference
{
    private readonly int _x;

    public ref readonly int X => ref _x;

    public int Y { get; set; }
}

public sealed class SameName
{
    [JsonPropertyName("a")]
    public int A { get; set; }

    [JsonPropertyName("a")]
    public int B { get; set; }
}

public sealed class SameNameButForCase
{
    public int A { get; set; }

    public int a { get; set; }
}

public sealed class NameOfAnother
{
    [JsonPropertyName("B")]
    public int A { get; set; }

    public int B { get; set; }
}

public sealed class PropertyAndField
{
    public int Value { get; set; }

    public int value;
}

public class HasA
{
    public int A { get; set; }
}

public sealed class NameOfTheBase : HasA
{
    [JsonPropertyName("A")]
    public int B { get; set; }
}

public sealed class NameOfIgnored
{
    [JsonIgnore]
    public int A { get; set; }

    [JsonPropertyName("A")]
    public int B { get; set; }
}

public sealed class HidesANumber : HasA
{
    public new Action A { get; set; } = () =>
    {
    };
}

public class HasAction
{
    public Action A { get; set; } = () =>
    {
    };
}

public sealed class HidesAnAction : HasAction
{
    public new int A { get; set; }
}

public class RenamedVirtual
{
    [JsonPropertyName("x")]
    public virtual Action A { get; set; } = () =>
    {
    };
}

public sealed class OverridesRenamed : RenamedVirtual
{
    public override Action A { get; set; } = () =>
    {
    };
}

public sealed class NoMembers
{
}

public sealed record NoMembersRecord();

public sealed class OnlyComputed
{
    public int A => 1;
}

public sealed class OnlyStatic
{
    public static int A { get; set; }
}

public sealed class OnlyAnIndexer
{
    public int this[int i]
    {
        get => i;
        set
        {
        }
    }
}

public sealed class AnIndexerToo
{
    public int A { get; set; }

    public int this[int i]
    {
        get => i;
        set
        {
        }
    }
}

public sealed class StaticAction
{
    public static Action X { get; set; } = () =>
    {
    };

    public int A { get; set; }
}

public readonly struct ReadOnlyValue(int x)
{
    public int X { get; } = x;
}

public sealed class ConvertedAction
{
    [JsonConverter(typeof(ActionConverter))]
    public Action? A { get; set; }
}

public sealed class ActionConverter : JsonConverter<Action>
{
    public override Action Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => () =>
    {
    };

    public override void Write(Utf8JsonWriter writer, Action value, JsonSerializerOptions options) => writer.WriteNullValue();
}

[JsonConverter(typeof(ConvertedConverter))]
public sealed class Converted
{
    public Action? A { get; set; }
}

public sealed class ConvertedConverter : JsonConverter<Converted>
{
    public override Converted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new();

    public override void Write(Utf8JsonWriter writer, Converted value, JsonSerializerOptions options) => writer.WriteNullValue();
}

[Newtonsoft.Json.JsonConverter(typeof(NetConverter))]
public abstract class ConvertedByJsonNet
{
    public Action? A { get; set; }
}

public sealed class DerivedFromConvertedByJsonNet : ConvertedByJsonNet
{
}

public sealed class NetConverter : Newtonsoft.Json.JsonConverter
{
    public override bool CanConvert(Type objectType) => true;

    public override object? ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, object? existingValue,
        Newtonsoft.Json.JsonSerializer serializer) => null;

    public override void WriteJson(Newtonsoft.Json.JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer) => writer.WriteNull();
}

public sealed class ConvertedMemberByJsonNet
{
    [Newtonsoft.Json.JsonConverter(typeof(NetConverter))]
    public Action? A { get; set; }
}

[OpperSchema("""{"type": "string"}""")]
public class StatedSchema
{
    public Action? A { get; set; }
}

public sealed class DerivedFromStated : StatedSchema
{
}

public sealed record StatedMember([property: OpperSchema("""{"type": "string"}""")] Func<int> A, [OpperSchema("{}")] Action B);

public sealed class IgnoredAction
{
    [JsonIgnore]
    public Action? A { get; set; }

    public int B { get; set; }
}

public sealed class IgnoredWhenNull
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Action? A { get; set; }

    public int B { get; set; }
}

public sealed class NeverIgnored
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Action? A { get; set; }

    public int B { get; set; }
}

public sealed class IgnoredByJsonNet
{
    [Newtonsoft.Json.JsonIgnore]
    public Action? A { get; set; }

    public int B { get; set; }
}

[Newtonsoft.Json.JsonObject(Newtonsoft.Json.MemberSerialization.OptIn)]
public sealed class OptedIn
{
    public Action? A { get; set; }

    [Newtonsoft.Json.JsonProperty]
    public int B { get; set; }
}

[DataContract]
public sealed class Contract
{
    public Action? A { get; set; }

    [DataMember]
    public int B { get; set; }
}

public sealed class Extended
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> More { get; set; } = [];
}

public sealed class PrivateSetter
{
    public Action? A { get; private set; }
}

public sealed class InternalSetter
{
    public int A { get; internal set; }
}

public sealed class SetterAlone
{
    public Action A
    {
        set
        {
        }
    }
}

public sealed class PrivateGetter
{
    public Action? A { private get; set; }
}

public sealed class IncludedPrivate
{
    [JsonInclude]
    private Action? A { get; set; }

    public bool Has() => A is not null;
}

public sealed class FieldAlone
{
    public Action? A;
}

public sealed class ReadOnlyField
{
    public readonly Action? A;

    public int B;
}

public sealed class GetterAlone
{
    public int A { get; }

    public Action? B { get; }

    public int C { get; set; }
}

public sealed class RequiredAction
{
    public required Action A { get; init; }
}

public sealed class TaskMember
{
    public Task<int>? T { get; set; }

    public int A { get; set; }
}

public sealed class Tuples
{
    public (int Left, int Right) Pair { get; set; }
}

public sealed class FilledActions
{
    public List<Action> Items { get; } = [];
}

public sealed class FilledByField
{
    private readonly List<Action> _items = [];

    public IReadOnlyList<Action> Items => _items;
}

public sealed class ComputedActions
{
    public IReadOnlyList<Action> Items => [];

    public int A { get; set; }
}

public sealed class FilledAlone
{
    public List<int> Items { get; } = [];
}

public sealed class NumbersAsKeys
{
    public Dictionary<double, string> X { get; set; } = [];
}

public sealed class Ordered
{
    public Action? Second { get; set; }

    [JsonPropertyOrder(-1)]
    public Stream? First { get; set; }
}

public sealed class Recursive
{
    public Recursive? Next { get; set; }

    public List<Recursive> All { get; set; } = [];
}

public sealed class Widening<T>
{
    public T? Value { get; set; }

    public Recursive? Next { get; set; }
}

public sealed class Enclosing<T>
{
    public sealed class Inner
    {
        public T? Value { get; set; }
    }

    public Inner? Held { get; set; }
}

public sealed class OfEnclosing
{
    public Enclosing<Action>? Held { get; set; }
}

public enum NoNames
{
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum NamesByConverter
{
    A
}

public sealed class ConvertedEnum
{
    [JsonConverter(typeof(JsonStringEnumConverter))]
    public NamesByConverter? A { get; set; }
}
