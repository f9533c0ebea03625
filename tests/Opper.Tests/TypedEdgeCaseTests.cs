using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Opper.Tests;

/// <summary>Edge cases of types: read as their schema specifies, or rejected before sending.</summary>
public sealed partial class TypedEdgeCaseTests
{
    public sealed record Itself(string Name, Itself Next);

    public sealed record One(Other Other);

    public sealed record Other(List<One> Ones, One One);

    public sealed record Optional(Itself? Itself);

    public sealed record Least([property: System.ComponentModel.DataAnnotations.MinLength(1)] List<Least> Items);

    public enum Nothing;

    public sealed record HasNothing(Nothing? Value);

    public sealed class Nodes : List<Nodes>;

    public sealed class Names : Dictionary<string, List<Names>>;

    public sealed record Holder(string Title, Nodes Nodes);

    public sealed class Handled
    {
        [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
        public int Count { get; set; }

        [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
        public decimal? Price { get; set; }

        [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
        public double Ratio { get; set; }

        public int Plain { get; set; }
    }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public sealed record Whole(int Count, long? Size);

    public sealed class NullCollections
    {
        public List<string> Items { get; } = null!;

        public Dictionary<string, int> Counts { get; } = null!;

        public List<string> Tags { get; } = [];

        public string Title { get; set; } = "";
    }

    public sealed class Made(string name)
    {
        public string Name { get; } = name;
    }

    public sealed class Populated
    {
        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
        public Made Made { get; set; } = new("a");
    }

    public sealed class Optionals
    {
        public int? Count { get; set; }

        [JsonRequired]
        public string? Title { get; set; }

        public int Size { get; set; }
    }

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Optionals))]
    private sealed partial class WithoutNulls : JsonSerializerContext;

    [JsonSerializable(typeof(NullCollections))]
    [JsonSerializable(typeof(Handled))]
    [JsonSerializable(typeof(Whole))]
    [JsonSerializable(typeof(Nodes))]
    private sealed partial class Context : JsonSerializerContext;

    [TestCase(typeof(Itself),
        "Itself (Itself) cannot be an output type: each value would need another in 'Next', so that none could end; let that member be null.")]
    [TestCase(typeof(List<One>), "each value would need another in 'Other'")]
    [TestCase(typeof(Optional), "Optional (Itself) cannot be an output type: each value would need another in 'Next'")]
    [TestCase(typeof(Least), "each value would need another in 'Items'")]
    [TestCase(typeof(HasNothing),
        "HasNothing.Value (Nothing) cannot be an output type: an enum without members has no value that could be named; give it members.")]
    [TestCase(typeof(Dictionary<Nothing, int>), "an enum without members")]
    [TestCase(typeof(Populated),
        "Populated (Made) cannot be an output type: [JsonObjectCreationHandling] Populate cannot fill what only its constructor gives")]
    [TestCase(typeof(Dictionary<object, int>), "cannot be the key of a JSON object")]
    public void Types_that_have_no_JSON_form_are_rejected_before_sending(Type type, string reason) =>
        Assert.That(() => OpperSchema.For(type), Throws.TypeOf<NotSupportedException>().With.Message.Contain(reason));

    [Test]
    public async Task A_collection_of_its_own_type_is_described_once_and_read()
    {
        Assert.That(JObject.Parse(OpperSchema.For<Holder>().ToString())["$defs"]!["Nodes"]!["items"]!["$ref"]!.ToString(), Is.EqualTo("#/$defs/Nodes"));
        Assert.That((await ReadAsync<Nodes>("""{"value": [[], [[]]]}"""))[1], Has.Count.EqualTo(1));
        Assert.That((await ReadAsync<Holder>("""{"Title": "t", "Nodes": [[[]]]}""")).Nodes[0], Has.Count.EqualTo(1));
        Assert.That((await ReadAsync<Names>("""{"a": [{"b": []}]}"""))["a"][0], Contains.Key("b"));
        using var client = TestClient.Streaming("data: {\"delta\": [[], [[]]], \"json_path\": \"value\"}\n\n");
        Assert.That((await client.Opper.StreamAsync<Nodes>("n").GetFinalResultAsync()).Value[1], Has.Count.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Numbers_are_read_as_JsonNumberHandling_specifies(bool byMetadata)
    {
        var read = await ReadAsync<Handled>("""{"Count": "7", "Price": "1.50", "Ratio": "NaN", "Plain": 3}""", byMetadata);
        Assert.That((read.Count, read.Price, read.Ratio, read.Plain), Is.EqualTo((7, 1.50m, double.NaN, 3)));
        Assert.That(await ReadAsync<Whole>("""{"Count": "7", "Size": 8}""", byMetadata), Is.EqualTo(new Whole(7, 8)));
        await Assert.ThrowsAsync<OpperSerializationException>(() => ReadAsync<Handled>("""{"Count": 7, "Price": 1, "Ratio": 1, "Plain": "3"}""", byMetadata));
        await Assert.ThrowsAsync<OpperSerializationException>(() => ReadAsync<Handled>("""{"Count": "NaN", "Price": 1, "Ratio": 1, "Plain": 3}""", byMetadata));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Numbers_are_written_as_JsonNumberHandling_and_the_schema_specify(bool byMetadata)
    {
        using var client = Client("{}", byMetadata);
        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = new Handled { Count = 7, Price = 1.50m, Ratio = double.PositiveInfinity },
            InputSchema = typeof(Handled) });

        var sent = JObject.Parse(client.Sent[0].Body);
        Assert.That(sent["input"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"Count":7,"Price":"1.50","Ratio":"Infinity","Plain":0}"""));
        Assert.That(sent["input_schema"]!["properties"]!["Count"]!["type"]!.ToString(), Is.EqualTo("integer"));
        Assert.That(sent["input_schema"]!["properties"]!["Price"]!["type"]!.Values<string>(), Is.EqualTo(new[] { "string", "null" }));
        Assert.That(sent["input_schema"]!["properties"]!["Ratio"]!["anyOf"]![1]!["enum"]!.Values<string>(), Does.Contain("Infinity"));
    }

    [Test]
    public async Task A_null_collection_without_a_setter_is_not_in_the_schema()
    {
        var schema = JObject.Parse(OpperSchema.For(Context.Default.NullCollections).ToString());
        Assert.That(((JObject)schema["properties"]!).Properties().Select(static property => property.Name), Is.EquivalentTo(new[] { "Tags", "Title" }));
        Assert.That(schema["properties"]!["Tags"]!["type"]!.ToString(), Is.EqualTo("array"));
        Assert.That((await ReadAsync<NullCollections>("""{"Title": "t", "Tags": ["a"]}""", byMetadata: true)).Tags, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Members_that_a_serializer_context_ignores_are_not_required_in_the_input_schema()
    {
        using var client = TestClient.Answering("{}", configure: static options => options.TypeInfoResolver = WithoutNulls.Default);
        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = new Optionals(), InputSchema = typeof(Optionals) });

        var sent = JObject.Parse(client.Sent[0].Body);
        Assert.That(sent["input"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"Size":0}"""));
        Assert.That(sent["input_schema"]!["required"]!.Values<string>(), Is.EqualTo(new[] { "Size" }));
    }

    private static async Task<T> ReadAsync<T>(string payload, bool byMetadata = false)
    {
        using var client = Client("{\"span_id\": \"s\", \"json_payload\": " + payload + "}", byMetadata);
        return (await client.Opper.CallAsync<T>("n")).Value;
    }

    private static TestClient Client(string answer, bool byMetadata) =>
        TestClient.Answering(answer, configure: options => options.TypeInfoResolver = byMetadata ? Context.Default : null);
}
