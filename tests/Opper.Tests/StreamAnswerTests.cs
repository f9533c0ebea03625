using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Opper.Chat;

namespace Opper.Tests;

/// <summary>How pieces become an answer: the same for typed and untyped streams. The rules of src/Opper/Streaming/README.md.</summary>
public sealed class StreamAnswerTests
{
    public sealed record Three(string A, string B, string? C);

    [Test]
    public async Task A_field_that_was_left_begins_again()
        => await Same("""{"A": "z", "B": "y"}""", ("A", "x"), ("B", "y"), ("A", "z"));

    [Test]
    public async Task What_came_after_it_counts_only_if_it_is_written_again()
        => await Same("""{"A": "3", "B": "4"}""", ("A", "1"), ("B", "2"), ("C", "old"), ("A", "3"), ("B", "4"));

    [Test]
    public async Task The_prefix_is_told_path_by_path()
        => await Same("""{"A": "x", "B": "y"}""", ("response.A", "x"), ("response.B", "y"));

    [Test]
    public async Task The_first_path_says_whether_free_JSON_has_a_prefix()
    {
        Assert.That(await Untyped(("response.a", "x"), ("b", "y")), Is.EqualTo("""{"a":"x","b":"y"}"""));
        Assert.That(await Untyped(("b", "y"), ("response.a", "x")), Is.EqualTo("""{"b":"y","response":{"a":"x"}}"""));
        Assert.That(await Untyped(("response", "x")), Is.EqualTo("""{"response":"x"}"""));
    }

    [Test]
    public async Task The_schema_of_the_request_says_whether_there_is_a_prefix()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\", \"json_path\": \"city\"}\n\ndata: {\"delta\": \"y\", \"json_path\": \"response.country\"}\n\n");
        var request = new CallRequest { Name = "n", OutputSchema = new { type = "object", properties = new { city = new { type = "string" }, country = new { type = "string" } } } };

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
    public async Task A_path_is_read_in_one_way(string path, string expected)
    {
        Assert.That(await Untyped((path, "x")), Is.EqualTo(expected));
        Assert.That(JsonConvert.SerializeObject((await OpperStream.FromChunks<JToken>(Chunks((path, "x"))).GetFinalResultAsync()).Value), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_whole_value_takes_the_place_of_the_one_before()
        => Assert.That(await Untyped(("a", 1), ("a", 2), ("b", true), ("c", new JObject { ["x"] = 1 }), ("c", new JArray(1))), Is.EqualTo("""{"a":2,"b":true,"c":[1]}"""));

    [Test]
    public async Task A_null_is_a_null_and_takes_nothing_away()
        => Assert.That(await Untyped(("a", null), ("b", "x"), ("b", null)), Is.EqualTo("""{"a":null,"b":"x"}"""));

    [Test]
    public async Task A_place_that_becomes_another_kind_has_what_came_last()
        => Assert.That(await Untyped(("a.b", 1), ("a", "x"), ("a.b", 2), ("a[0]", 3)), Is.EqualTo("""{"a":[3]}"""));

    [Test]
    public async Task Once_there_are_paths_the_text_beside_them_does_not_count()
    {
        var chunks = new[] { new StreamChunk { Delta = "{thinking} " }, new StreamChunk { Delta = "x", JsonPath = "A" }, new StreamChunk { Delta = "y", JsonPath = "B" }, new StreamChunk { Delta = " {done}" } };

        Assert.That((await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload!.ToString(), Is.EqualTo("""{"A":"x","B":"y"}"""));
        Assert.That((await OpperStream.FromChunks<Three>(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).Value, Is.EqualTo(new Three("x", "y", null)));
    }

    // < and > stand for the two halves, which the arguments of an attribute cannot hold.
    [TestCase("<", ">", "<>")]
    [TestCase("a<", "b", "a\uFFFDb")]
    [TestCase(">", "x", "\uFFFDx")]
    [TestCase("x", "<", "x\uFFFD")]
    [TestCase("<<", ">", "\uFFFD<>")]
    [TestCase("a<>b<", "><>", "a<>b<><>")]
    public async Task A_character_that_comes_in_halves_is_joined_and_a_half_alone_replaced(string first, string second, string expected)
    {
        (first, second, expected) = (Halves(first), Halves(second), Halves(expected));
        var chunks = Chunks(("A", first), ("A", second), ("B", "y"));
        var texts = new[] { new StreamChunk { Delta = first }, new StreamChunk { Delta = second } }.ToAsyncEnumerable();
        var chat = new[] { first, second }.Select(text => new ChatCompletionChunk { Choices = [new ChatChunkChoice { Delta = new ChatChunkDelta { Content = text } }] }).ToAsyncEnumerable();

        Assert.That((string?)(await OpperStream.FromChunks(chunks).GetFinalResultAsync()).JsonPayload!["A"], Is.EqualTo(expected));
        Assert.That((await OpperStream.FromChunks<Three>(chunks).GetFinalResultAsync()).Value.A, Is.EqualTo(expected));
        Assert.That((await OpperStream.FromChunks(texts).GetFinalResultAsync()).Text, Is.EqualTo(expected));
        Assert.That(string.Concat(await OpperStream.FromChunks(texts).TextAsync().ToListAsync()), Is.EqualTo(expected));
        Assert.That(string.Concat(await ChatStream.FromChunks(chat).TextAsync().ToListAsync()), Is.EqualTo(expected));
        Assert.That((await ChatStream.FromChunks(chat).GetFinalCompletionAsync()).Choices[0].Message.Content!.Text, Is.EqualTo(expected));
    }

    public sealed record Sum(System.Numerics.BigInteger Total, bool Paid, string Note);

    [Test]
    public async Task Digits_as_text_are_a_number_where_the_type_says_so()
    {
        var digits = new string('7', 60);
        StreamChunk[] chunks = [.. digits.Select(static digit => new StreamChunk { JsonPath = "Total", Delta = digit.ToString() }), new StreamChunk { JsonPath = "Paid", Delta = "true" }, new StreamChunk { JsonPath = "Note", Delta = "7" }];

        var typed = (await OpperStream.FromChunks<Sum>(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).Value;
        var untyped = (await OpperStream.FromChunks(chunks.ToAsyncEnumerable()).GetFinalResultAsync()).JsonPayload!;

        Assert.That(typed, Is.EqualTo(new Sum(System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), true, "7")));
        Assert.That(((string?)untyped["Total"], (string?)untyped["Paid"], untyped["Note"]!.ValueKind), Is.EqualTo((digits, "true", System.Text.Json.JsonValueKind.String)));
        await Assert.CatchAsync<OpperSerializationException>(() => OpperStream.FromChunks<Sum>(new[] { new StreamChunk { JsonPath = "Total", Delta = "007x" } }.ToAsyncEnumerable()).GetFinalResultAsync());
    }

    [Test]
    public async Task Half_a_character_is_not_shown()
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

    private static async Task<string> Untyped(params (string Path, object? Delta)[] fields)
        => (await OpperStream.FromChunks(Chunks(fields)).GetFinalResultAsync()).JsonPayload!.ToString();

    private static IAsyncEnumerable<StreamChunk> Chunks(params (string Path, object? Delta)[] fields) => fields.Select(field => new StreamChunk
    {
        JsonPath = field.Path,
        Delta = field.Delta is null ? null : field.Delta as string ?? JsonConvert.SerializeObject(field.Delta),
        DeltaKind = field.Delta switch { null => StreamDeltaKind.None, string => StreamDeltaKind.String, bool => StreamDeltaKind.Boolean, JContainer => StreamDeltaKind.Json, _ => StreamDeltaKind.Number },
    }).ToAsyncEnumerable();
}
