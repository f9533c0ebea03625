using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;

namespace Opper.Tests;

/// <summary>[JsonNumberHandling] applies to the items of collections and to the values of dictionaries, as in System.Text.Json.</summary>
public sealed partial class NumberHandlingTests
{
    private const JsonNumberHandling Both = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString;

    private static readonly JsonSerializerOptions Plain = new() { PropertyNameCaseInsensitive = true };

    public sealed class ByMember
    {
        [JsonNumberHandling(Both)]
        public int[] Array { get; set; } = [1, 2];

        [JsonNumberHandling(Both)]
        public List<long?> Optionals { get; set; } = [3, null];

        [JsonNumberHandling(Both)]
        public Dictionary<string, decimal> Values { get; set; } = new() { ["a"] = 1.5m };

        [JsonNumberHandling(Both)]
        public Dictionary<int, byte>? Keyed { get; set; } = new() { [4] = 5 };

        [JsonNumberHandling(Both | JsonNumberHandling.AllowNamedFloatingPointLiterals)]
        public ImmutableArray<double> Ratios { get; set; } = [double.NaN, 1];

        [JsonNumberHandling(Both)]
        public IReadOnlyList<int> Fixed { get; init; } = [6];

        public List<int> Strict { get; set; } = [7];
    }

    [JsonNumberHandling(Both)]
    public sealed record ByType(List<int> Items, HashSet<short>? Set, List<List<int>> Nested,
        [property: JsonNumberHandling(JsonNumberHandling.Strict)] List<int> Strict, int Number);

    public sealed record ByOptions(List<int> Items, List<List<int>> Nested, Dictionary<int, double> Values, int? Number,
        Dictionary<string, List<ByType>> Others);

    [JsonNumberHandling(Both)]
    public sealed class Numbers : List<int>;

    public sealed record OfNumbers(Numbers Numbers, Numbers? None);

    [JsonSerializable(typeof(ByMember))]
    [JsonSerializable(typeof(ByType))]
    [JsonSerializable(typeof(OfNumbers))]
    private sealed partial class NumberContext : JsonSerializerContext;

    [JsonSourceGenerationOptions(NumberHandling = Both)]
    [JsonSerializable(typeof(ByOptions))]
    private sealed partial class NumberOptionsContext : JsonSerializerContext;

    private static IEnumerable<TestCaseData> Values()
    {
        foreach (var context in new JsonSerializerContext?[] { null, NumberContext.Default })
        {
            yield return Case(new ByMember(), context);
            yield return Case(new ByType([1], [2], [[3]], [4], 5), context);
            yield return Case(new OfNumbers([1, 2], null), context);
        }

        yield return Case(new ByOptions([1], [[2]], new() { [3] = 4.5 }, 6, new() { ["a"] = [new ByType([1], null, [[3]], [4], 5)] }),
            NumberOptionsContext.Default);

        static TestCaseData Case(object value, JsonSerializerContext? context) =>
            new TestCaseData(value, context).SetName($"{value.GetType().Name} by {context?.GetType().Name ?? "reflection"}");
    }

    [TestCaseSource(nameof(Values))]
    public async Task Number_items_are_written_as_by_System_Text_Json(object value, JsonSerializerContext? context)
    {
        using var client = TestClient.Answering("{}", configure: options => options.TypeInfoResolver = context);
        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = value, InputSchema = value.GetType() });

        var sent = JObject.Parse(client.Sent[0].Body);
        Assert.That(sent["input"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo(Written(value, context)));
    }

    [TestCaseSource(nameof(Values))]
    public async Task Calls_and_streams_read_number_items_like_System_Text_Json(object value, JsonSerializerContext? context)
    {
        var roads = (Task)typeof(NumberHandlingTests).GetMethod(nameof(ReadAsync),
            System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(value.GetType()).Invoke(null,
                [Written(value, context), context])!;
        await roads;
    }

    [Test]
    public async Task Input_schemas_describe_number_items_as_written_and_output_schemas_as_numbers()
    {
        using var client = TestClient.Answering("{}");
        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = new ByMember(), InputSchema = typeof(ByMember), OutputSchema = typeof(ByMember) });

        var written = JObject.Parse(client.Sent[0].Body)["input_schema"]!["properties"]!;
        Assert.That(written["Array"]!["items"]!["type"]!.ToString(), Is.EqualTo("string"));
        Assert.That(written["Optionals"]!["items"]!["type"]!.Values<string>(), Is.EqualTo(new[] { "string", "null" }));
        Assert.That(written["Values"]!["additionalProperties"]!["type"]!.ToString(), Is.EqualTo("string"));
        Assert.That(written["Keyed"]!["additionalProperties"]!["type"]!.ToString(), Is.EqualTo("string"));
        Assert.That(written["Strict"]!["items"]!["type"]!.ToString(), Is.EqualTo("integer"));
        var asked = JObject.Parse(client.Sent[0].Body)["output_schema"]!["properties"]!;
        Assert.That(asked["Array"]!["items"]!["type"]!.ToString(), Is.EqualTo("integer"));
        Assert.That(asked["Ratios"]!["items"]!["anyOf"]![1]!["enum"]!.Values<string>(), Does.Contain("NaN"));
    }

    [TestCase("""{"Array": ["1"], "Optionals": [], "Values": {}, "Fixed": [], "Strict": ["1"]}""")]
    [TestCase("""{"Array": ["x"], "Optionals": [], "Values": {}, "Fixed": [], "Strict": []}""")]
    public async Task Text_that_is_not_a_number_is_rejected_for_number_items(string payload)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + payload + "}");

        await Assert.ThrowsAsync<OpperSerializationException>(() => client.Opper.CallAsync<ByMember>("n"));
    }

    private static string Written(object value, JsonSerializerContext? context) =>
        context is null ? JsonSerializer.Serialize(value, Plain) : JsonSerializer.Serialize(value, value.GetType(), context);

    private static async Task ReadAsync<T>(string written, JsonSerializerContext? context)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": " + written + "}",
            configure: options => options.TypeInfoResolver = context);
        using var streaming = TestClient.Streaming("data: {\"delta\": " + JsonSerializer.Serialize(written) + "}\n\n",
            options => options.TypeInfoResolver = context);

        Assert.That(Written((await client.Opper.CallAsync<T>("n")).Value!, context), Is.EqualTo(written));
        Assert.That(Written((await streaming.Opper.StreamAsync<T>("n").GetFinalResultAsync()).Value!, context), Is.EqualTo(written));
        await foreach (var partial in streaming.Opper.StreamAsync<T>("n"))
        {
            Assert.That(Written(partial.Value!, context), Is.EqualTo(written));
        }
    }
}
