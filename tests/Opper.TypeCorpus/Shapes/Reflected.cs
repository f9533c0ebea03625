using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Opper.TypeCorpus.Shapes;

// What metadata cannot say: setters that are not public, constructors that System.Text.Json does not choose, Json.NET's attributes.
public sealed class Filled
{
    public List<string> Items { get; } = [];

    public Dictionary<string, int> Counts { get; } = [];

    public IReadOnlyList<int> Numbers { get; } = [];

    public HashSet<Level> Levels { get; } = [];
}

public sealed class PrivateSetters
{
    public string Name { get; private set; } = "";

    public int Size { get; private set; }

    public Person? Owner { get; private set; }
}

public sealed record FilledRecord(string Name)
{
    public List<string> Tags { get; } = [];

    public int Level { get; private set; }
}

public sealed class Backed
{
    private readonly List<int> _items = [];

    public IReadOnlyList<int> Items => _items;
}

public sealed record TwoConstructors(string A, int B)
{
    public TwoConstructors(string a)
        : this(a, 1)
    {
    }

    public int Extra { get; set; }
}

public sealed record RenamedTwo([property: JsonPropertyName("first one")] string A, Level B = Level.Middle)
{
    public RenamedTwo(int number)
        : this("n" + number)
    {
    }
}

public readonly record struct StructTwo(int A, string B)
{
    public StructTwo(int a)
        : this(a, "b")
    {
    }
}

public sealed class HiddenConstructor
{
    private HiddenConstructor()
    {
    }

    public string A { get; set; } = "";
}

public class HalfOverridden
{
    public virtual string Name { get; set; } = "";
}

public sealed class OverridesTheGetter : HalfOverridden
{
    public override string Name => base.Name + "";
}

[OpperSchema("""{"type": "string", "format": "uuid"}""")]
[JsonConverter(typeof(UserIdConverter))]
public readonly record struct UserId(Guid Value);

public sealed class UserIdConverter : JsonConverter<UserId>
{
    public override UserId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, UserId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

public sealed record Account(UserId Id, List<UserId> Others, UserId? Maybe);

public sealed class NetNamed
{
    [Newtonsoft.Json.JsonProperty("net_name", Required = Newtonsoft.Json.Required.Always)]
    public string Name { get; set; } = "";

    [Newtonsoft.Json.JsonIgnore]
    public Stream? Hidden { get; set; }

    public JObject? Map { get; set; }

    public JArray List { get; set; } = [];

    [Newtonsoft.Json.JsonProperty("secret")]
    private int Secret { get; set; }

    public int Reveal() => Secret;
}

public sealed record NetRecord([property: Newtonsoft.Json.JsonProperty("x")] string A, [Newtonsoft.Json.JsonProperty("y")] int B);

[Newtonsoft.Json.JsonObject(Newtonsoft.Json.MemberSerialization.OptIn)]
public sealed class OptIn
{
    [Newtonsoft.Json.JsonProperty]
    public string Given { get; set; } = "";

    public string Left { get; set; } = "";
}

public sealed class NetConstructor
{
    public NetConstructor(int a)
        : this(a, "b")
    {
    }

    [Newtonsoft.Json.JsonConstructor]
    private NetConstructor(int a, string b)
    {
        A = a;
        B = b;
    }

    public int A { get; }

    public string B { get; }
}

[Newtonsoft.Json.JsonConverter(typeof(Newtonsoft.Json.Converters.StringEnumConverter), typeof(Newtonsoft.Json.Serialization.SnakeCaseNamingStrategy))]
public enum Stage
{
    NotBegun,
    InWork,
}

[JsonConverter(typeof(JsonStringEnumConverter<Speed>))]
public enum Speed
{
    Slow,
    Fast,
}

[JsonConverter(typeof(JsonNumberEnumConverter<Number>))]
public enum Number
{
    Zero,
    One,
}

public sealed record OwnNaming(Stage Stage, Speed Speed, [property: JsonConverter(typeof(JsonStringEnumConverter))] Level Level,
    [property: JsonConverter(typeof(JsonStringEnumConverter))] Level? Maybe);

public sealed class NetExtended
{
    public string Name { get; set; } = "";

    [Newtonsoft.Json.JsonExtensionData]
    public IDictionary<string, JToken?>? Others { get; set; }
}

public sealed class NetExtendedField
{
    public int Number { get; set; }

    [Newtonsoft.Json.JsonExtensionData]
    private readonly Dictionary<string, JToken?> _others = [];

    public int Count() => _others.Count;
}

public sealed record NetExtendedRecord(string Name)
{
    [Newtonsoft.Json.JsonExtensionData]
    public JObject? Others { get; private set; }
}

// As NSwag makes them.
public sealed class NetExtendedObjects
{
    private IDictionary<string, object>? _others;

    [Newtonsoft.Json.JsonProperty("name", Required = Newtonsoft.Json.Required.DisallowNull, NullValueHandling = Newtonsoft.Json.NullValueHandling.Ignore)]
    public string Name { get; set; } = "";

    [Newtonsoft.Json.JsonExtensionData]
    public IDictionary<string, object> AdditionalProperties
    {
        get => _others ??= new Dictionary<string, object>();
        set => _others = value;
    }
}

public sealed class TextOnly : Newtonsoft.Json.JsonConverter<string>
{
    public override string? ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue,
        Newtonsoft.Json.JsonSerializer serializer) => (string?)reader.Value;

    public override void WriteJson(Newtonsoft.Json.JsonWriter writer, string? value, Newtonsoft.Json.JsonSerializer serializer) => writer.WriteValue(value);
}

public sealed record NetParameter([Newtonsoft.Json.JsonConverter(typeof(TextOnly))] string Text, int Number);

[Newtonsoft.Json.JsonObject(NamingStrategyType = typeof(Newtonsoft.Json.Serialization.SnakeCaseNamingStrategy), ItemRequired = Newtonsoft.Json.Required.Always)]
public sealed class NetNaming
{
    public string FirstName { get; set; } = "";

    [Newtonsoft.Json.JsonProperty(NamingStrategyType = typeof(Newtonsoft.Json.Serialization.KebabCaseNamingStrategy))]
    public int? LastNumber { get; set; }

    [Newtonsoft.Json.JsonProperty("given")]
    public bool IsGiven { get; set; }
}

public sealed record NumberMembers([property: JsonConverter(typeof(JsonNumberEnumConverter<Level>))] Level Level,
    [property: JsonConverter(typeof(JsonNumberEnumConverter<Level>))] Level? Maybe, Number Number, Dictionary<Number, int> ByNumber);

public sealed class ReadOnlyObject
{
    public List<int> Numbers { get; } = [];

    public Person? Nobody { get; }

    public int Size { get; set; }
}
