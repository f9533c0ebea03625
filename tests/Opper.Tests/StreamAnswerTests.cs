using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>How pieces become an answer: the same for typed and untyped streams. The rules of src/Opper/Streaming/README.md.</summary>
public sealed class StreamAnswerTests
{
    public sealed record Three(string A, string B, string? C);

    [Test]
    public async Task A_field_written_again_starts_over() =>
        await Same("""{"A": "z", "B": "y"}""", ("A", "x"), ("B", "y"), ("A", "z"));

    [Test]
    public async Task Later_fields_count_only_if_they_are_written_again() =>
        await Same("""{"A": "3", "B": "4"}""", ("A", "1"), ("B", "2"), ("C", "old"), ("A", "3"), ("B", "4"));

    [Test]
    public async Task The_prefix_is_detected_for_each_path() =>
        await Same("""{"A": "x", "B": "y"}""", ("response.A", "x"), ("response.B", "y"));

    [Test]
    public async Task The_first_path_decides_whether_untyped_JSON_has_a_prefix()
    {
        Assert.That(await Untyped(("response.a", "x"), ("b", "y")), Is.EqualTo("""{"a":"x","b":"y"}"""));
        Assert.That(await Untyped(("b", "y"), ("response.a", "x")), Is.EqualTo("""{"b":"y","response":{"a":"x"}}"""));
        Assert.That(await Untyped(("response", "x")), Is.EqualTo("""{"response":"x"}"""));
    }

    [Test]
    public async Task The_schema_of_the_request_decides_whether_there_is_a_prefix()
    {
        using var client = TestClient.Streaming(
            "data: {\"delta\": \"x\", \"json_path\": \"city\"}\n\ndata: {\"delta\": \"y\", \"json_path\": \"response.country\"}\n\n");
        var request = new CallRequest
        {
            Name = "n",
            OutputSchema = new { type = "object", properties = new { city = new { type = "string" }, country = new { type = "string" } } },
        };

        Assert.That((await client.Opper.StreamAsync(request).GetFinalResultAsync()).JsonPayload!.ToString(), Is.EqualTo("""{"city":"x","country":"y"}"""));
    }

    [TestCase("a['b.c'].d", """{"a":{"b.c":{"d":"x"}}}""")]
    [TestCase("a[\"b.c\"].d", """{"a":{"b.c":{"d":"x"}}}""")]
    [TestCase("a['it\\'s']", """{"a":{"it's":"x"}}""")]
    [TestCase("a['b\\\\']", """{"a":{"b\\":"x"}}""")]
    [TestCase("['a'][0]", """{"a":["x"]}""")]
    [TestCase("a.0.b", """{"a":[{"b":"x"}]}""")]
    [TestCase("a.2024", """{"a":{"2024":"x"}}""")]
    [TestCase("a['0']", """{"a":{"0":"x"}}""")]
    [TestCase("a[1]", """{"a":[null,"x"]}""")]
    [TestCase("a[b]", """{"a":{"b":"x"}}""")]
    [TestCase("a[", """{"a":{"[":"x"}}""")]
    [TestCase("a.", """{"a.":"x"}""")]
    [TestCase("[0]", """["x"]""")]
    public async Task A_path_is_parsed_consistently(string path, string expected)
    {
        Assert.That(await Untyped((path, "x")), Is.EqualTo(expected));
        Assert.That(JsonConvert.SerializeObject((await OpperStream.FromChunks<JToken>(Chunks((path, "x"))).GetFinalResultAsync()).Value), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_complete_value_replaces_the_previous_one() =>
        Assert.That(await Untyped(("a", 1), ("a", 2), ("b", true), ("c", new JObject { ["x"] = 1 }), ("c", new JArray(1))),
            Is.EqualTo("""{"a":2,"b":true,"c":[1]}"""));

    [Test]
    public async Task A_null_never_replaces_a_value() =>
        Assert.That(await Untyped(("a", null), ("b", "x"), ("b", null)), Is.EqualTo("""{"a":null,"b":"x"}"""));

    [Test]
    public async Task A_node_that_changes_its_JSON_type_has_the_last_value() =>
        Assert.That(await Untyped(("a.b", 1), ("a", "x"), ("a.b", 2), ("a[0]", 3)), Is.EqualTo("""{"a":[3]}"""));

    [Test]
    public async Task Text_without_a_path_is_ignored_once_paths_are_used()
    {
        var chunks = new[]
        {
            new StreamChunk { Delta = "{thinking} " },
            new StreamChunk { Delta = "x", JsonPath = "A" },
            new StreamChunk { Delta = "y", JsonPath = "B" },
            new StreamChunk { Delta = " {done}" },
        };

        Assert.That((await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload!.ToString(),
            Is.EqualTo("""{"A":"x","B":"y"}"""));
        Assert.That((await OpperStream.FromChunks<Three>(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).Value, Is.EqualTo(new Three("x", "y", null)));
    }

    // < and > stand for the two halves, which the arguments of an attribute cannot hold.
    [TestCase("<", ">", "<>")]
    [TestCase("a<", "b", "a\uFFFDb")]
    [TestCase(">", "x", "\uFFFDx")]
    [TestCase("x", "<", "x\uFFFD")]
    [TestCase("<<", ">", "\uFFFD<>")]
    [TestCase("a<>b<", "><>", "a<>b<><>")]
    public async Task A_split_surrogate_pair_is_joined_and_an_unpaired_surrogate_replaced(string first, string second, string expected)
    {
        (first, second, expected) = (Halves(first), Halves(second), Halves(expected));
        var chunks = Chunks(("A", first), ("A", second), ("B", "y"));
        var texts = new[] { new StreamChunk { Delta = first }, new StreamChunk { Delta = second } }.ToAsyncEnumerable();
        var chat = new[]
        {
            first,
            second,
        }.Select(text => new ChatCompletionChunk { Choices = [new ChatChunkChoice { Delta = new ChatChunkDelta { Content = text } }] }).ToAsyncEnumerable();

        Assert.That((string?)(await OpperStream.FromChunks(chunks).GetFinalResultAsync()).JsonPayload!["A"], Is.EqualTo(expected));
        Assert.That((await OpperStream.FromChunks<Three>(chunks).GetFinalResultAsync()).Value.A, Is.EqualTo(expected));
        Assert.That((await OpperStream.FromChunks(texts).GetFinalResultAsync()).Text, Is.EqualTo(expected));
        Assert.That(string.Concat(await OpperStream.FromChunks(texts).TextAsync().ToListAsync()), Is.EqualTo(expected));
        Assert.That(string.Concat(await ChatStream.FromChunks(chat).TextAsync().ToListAsync()), Is.EqualTo(expected));
        Assert.That((await ChatStream.FromChunks(chat).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo(expected));
    }

    public sealed record Sum(System.Numerics.BigInteger Total, bool Paid, string Note);

    [Test]
    public async Task Digits_in_a_string_are_a_number_if_the_type_is_one()
    {
        var digits = new string('7', 60);
        StreamChunk[] chunks = [.. digits.Select(static digit => new StreamChunk { JsonPath = "Total", Delta = digit.ToString() }),
            new StreamChunk { JsonPath = "Paid", Delta = "true" }, new StreamChunk { JsonPath = "Note", Delta = "7" }];

        var typed = (await OpperStream.FromChunks<Sum>(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).Value;
        var untyped = (await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload!;

        Assert.That(typed, Is.EqualTo(new Sum(System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), true, "7")));
        Assert.That(((string?)untyped["Total"], (string?)untyped["Paid"], untyped["Note"]!.ValueKind),
            Is.EqualTo((digits, "true", System.Text.Json.JsonValueKind.String)));
        await Assert.CatchAsync<OpperSerializationException>(
            () => OpperStream.FromChunks<Sum>(new[] { new StreamChunk { JsonPath = "Total", Delta = "007x" } }.ToAsyncEnumerable()).GetFinalResultAsync());
    }

    [Test]
    public async Task An_unpaired_surrogate_is_not_shown()
    {
        var seen = new List<string>();
        await foreach (var partial in OpperStream.FromChunks<Three>(Chunks(("A", "a\uD83D"), ("A", "\uDE00"), ("B", "y"))))
        {
            seen.Add(partial.Value!.A);
        }

        Assert.That(seen, Is.EqualTo(new[] { "a", "a\U0001F600", "a\U0001F600", "a\U0001F600" }));
    }

    private static string Halves(string text) => text.Replace('<', '\uD83D').Replace('>', '\uDE00');

    // Typed, untyped, and as the whole answer of a call.
    private static async Task Same(string expected, params (string Path, object? Delta)[] fields)
    {
        using var client = TestClient.Answering($$"""{"span_id": "s", "json_payload": {{expected}}}""");
        var unary = (await client.Opper.CallAsync<Three>("n")).Value;

        Assert.That((await OpperStream.FromChunks<Three>(Chunks(fields)).GetFinalResultAsync()).Value, Is.EqualTo(unary));
        Assert.That(JToken.DeepEquals(JToken.Parse(await Untyped(fields)), JToken.Parse(expected)), Is.True, await Untyped(fields));
    }

    private static async Task<string> Untyped(params (string Path, object? Delta)[] fields) =>
        (await OpperStream.FromChunks(Chunks(fields)).GetFinalResultAsync()).JsonPayload!.ToString();

    private static IAsyncEnumerable<StreamChunk> Chunks(params (string Path, object? Delta)[] fields) => fields.Select(field => new StreamChunk
    {
        JsonPath = field.Path,
        Delta = field.Delta is null ? null : field.Delta as string ?? JsonConvert.SerializeObject(field.Delta),
        DeltaKind = field.Delta switch { null => StreamDeltaKind.None, string => StreamDeltaKind.String, bool => StreamDeltaKind.Boolean, JContainer =>
            StreamDeltaKind.Json, _ => StreamDeltaKind.Number },
    }).ToAsyncEnumerable();
}
