using System.Text.Json;

namespace Opper.Tests;

/// <summary>What breaks a stream comes out as the library's own exception, and within its bounds.</summary>
public sealed class StreamFailureTests
{
    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    public sealed record Titled(string Title);

    public sealed record Counted(int Count, List<int> Items);

    public sealed record Tree(string Name, List<Tree> Children);

    public sealed class Checked
    {
        private string _word = string.Empty;

        public required string Word
        {
            get => _word;
            set => _word = value.Length >= 3 ? value : throw new ArgumentException("too short", nameof(value));
        }
    }

    /// <summary>Rejects the empty text that a member has before its first delta.</summary>
    public sealed class Named
    {
        private string _name = null!;

        public required string Name
        {
            get => _name;
            set => _name = value.Length > 0 ? value : throw new ArgumentException("empty", nameof(value));
        }

        public string? Other { get; set; }
    }

    /// <summary>Has a getter that throws until the member is set.</summary>
    public sealed class Guarded
    {
        private string? _name;

        public string? Other { get; set; }

        public required string Name
        {
            get => _name ?? throw new InvalidOperationException("not set");
            set => _name = value;
        }
    }

    /// <summary>Has a constructor that rejects the empty text.</summary>
    public sealed class Constructed(string name, string? other)
    {
        public string Name { get; } = name.Length > 0 ? name : throw new ArgumentException("empty", nameof(name));

        public string? Other { get; } = other;
    }

    public sealed record Holder(string? Other, Constructed Inner, Words Words, string Name);

    /// <summary>A collection that rejects short words.</summary>
    public sealed class Words : System.Collections.ObjectModel.Collection<string>
    {
        protected override void InsertItem(int index, string item) => base.InsertItem(index, Check(item));

        protected override void SetItem(int index, string item) => base.SetItem(index, Check(item));

        private static string Check(string item) => item.Length > 1 ? item : throw new ArgumentException("too short", nameof(item));
    }

    [TestCase("{\"Title\":None}")]
    [TestCase("{\"Title\":\"a\",,}")]
    [TestCase("{\"Title\":\"a\"]")]
    [TestCase("{\"Title\":\"\\uZZZZ\"}")]
    [TestCase("{\"Title\":01}")]
    [TestCase("{\"Title\":1e999x}")]
    [TestCase("I cannot do that.")]
    [TestCase("See [this].")]
    [TestCase("{\"Title\" \"a\"}")]
    public async Task Text_that_is_not_JSON_is_a_serialization_error_with_the_text(string text)
    {
        using var client = TestClient.Streaming($"data: {{\"delta\": {JsonSerializer.Serialize(text)}}}\n\n");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.StreamAsync<Titled>("n").GetFinalResultAsync());

        Assert.That(thrown!.RawBody, Is.EqualTo(text));
        Assert.That(thrown.Message, Does.Not.Contain(text));
    }

    [TestCase("nope")]
    [TestCase("The answer is 42")]
    [TestCase("5 apples")]
    [TestCase("-")]
    [TestCase("truest")]
    public async Task Text_that_is_not_a_number_is_a_serialization_error(string text)
    {
        using var client = TestClient.Streaming($"data: {{\"delta\": \"{text}\"}}\n\n");

        Assert.That((await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.StreamAsync<int>("n").GetFinalResultAsync()))!.RawBody,
            Does.Contain(text));
    }

    [TestCase("42")]
    [TestCase(" 42\n")]
    [TestCase("```json\n42\n```")]
    [TestCase("{\"value\": 42}")]
    public async Task A_number_in_a_string_is_read(string text) =>
        Assert.That((int)await OpperStream.FromChunks<int>(text.Select(c => new StreamChunk { Delta = c.ToString() }).ToAsyncEnumerable())
            .GetFinalResultAsync(), Is.EqualTo(42));

    [TestCase("See [this]: {\"Title\": \"a\"}")]
    [TestCase("Of the form {title}, so: {\"Title\": \"a\"} as asked.")]
    [TestCase("```json\n{\"Title\": \"a\"}\n```")]
    public async Task Text_around_the_JSON_is_skipped(string text) =>
        Assert.That((await OpperStream.FromChunks<Titled>(text.Select(c => new StreamChunk { Delta = c.ToString() }).ToAsyncEnumerable())
            .GetFinalResultAsync()).Value.Title, Is.EqualTo("a"));

    [TestCase(25_000)]
    [TestCase(100_000)]
    public async Task A_path_that_is_too_deep_is_an_error_that_names_the_limit(int depth)
    {
        foreach (var path in new[]
        {
            string.Join('.', Enumerable.Repeat("a", depth)),
            string.Concat(Enumerable.Repeat("[0]", depth)),
            "a" + string.Concat(Enumerable.Repeat("['a']", depth)),
        })
        {
            using var client = TestClient.Streaming($"data: {{\"delta\": \"x\", \"json_path\": \"{path}\"}}\n\n");

            foreach (var read in new Func<Task>[]
            {
                () => client.Opper.StreamAsync(Request).GetFinalResultAsync(),
                () => client.Opper.StreamAsync<Dictionary<string, object>>("n").GetFinalResultAsync(),
                () => client.Opper.StreamAsync<Tree>("n").GetFinalResultAsync(),
            })
            {
                var thrown = await Assert.CatchAsync<OpperException>(read);
                Assert.That(thrown!.Message, Does.Contain("MaxDepth (256").Or.Contain("does not fit the type"));
            }
        }
    }

    [Test]
    public async Task JSON_text_that_is_too_deep_is_an_error_that_names_the_limit()
    {
        foreach (var text in new[]
        {
            string.Concat(Enumerable.Repeat("{\"a\":", 12_000)),
            "{\"a\":" + new string('[', 40_000),
            string.Concat(Enumerable.Repeat("{\"Name\":\"x\",\"Children\":[", 12_000)),
        })
        {
            using var client = TestClient.Streaming($"data: {{\"delta\": {JsonSerializer.Serialize(text)}}}\n\n", options => options.MaxDepth = 100);

            Assert.That((await Assert.CatchAsync<OpperStreamException>(() => Read(client.Opper.StreamAsync<Dictionary<string, object>>("n"))))!.Message,
                Does.Contain("MaxDepth (100"));
            Assert.That((await Assert.CatchAsync<OpperStreamException>(() => Read(client.Opper.StreamAsync<Tree>("n"))))!.Message,
                Does.Contain("MaxDepth (100"));
        }
    }

    [Test]
    public async Task JSON_nested_to_the_maximum_depth_is_read()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 200));
        using var client = TestClient.Streaming($"data: {{\"delta\": \"x\", \"json_path\": \"{path}\"}}\n\n");

        Assert.That((string?)(await client.Opper.StreamAsync(Request).GetFinalResultAsync()).JsonPayload!.ToJToken().SelectToken(path), Is.EqualTo("x"));
    }

    [TestCase("""{"delta": "DIGITS", "json_path": "Count"}""", 400)]
    [TestCase("""{"delta": DIGITS, "json_path": "Count"}""", 1)]
    [TestCase("""{"delta": "{\"Count\": DIGITS"}""", 1)]
    public async Task A_number_that_is_too_long_is_an_error_that_names_the_limit(string chunk, int times)
    {
        var digits = new string('7', times == 1 ? 5000 : 1000);
        using var client = TestClient.Streaming(
            string.Concat(Enumerable.Repeat($"data: {chunk.Replace("DIGITS", digits, StringComparison.Ordinal)}\n\n", times)));

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => Read(client.Opper.StreamAsync<Counted>("n"))))!.Message,
            Does.Contain("MaxNumberLength (1,024"));
    }

    [Test]
    public async Task The_total_size_of_a_stream_is_limited()
    {
        using var client = TestClient.Streaming(string.Concat(Enumerable.Repeat("data: {\"delta\": \"0123456789\"}\n\n", 1000)),
            options => options.MaxResponseBytes = 10_000);

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync()))!.Message,
            Does.Contain("MaxResponseBytes (10,000"));
        Assert.That(await client.Opper.StreamTextAsync(Request).CountAsync(), Is.EqualTo(1000), "of which nothing is kept");
    }

    [Test]
    public async Task Items_of_JSON_text_count_towards_the_size_limit()
    {
        using var client = TestClient.Streaming($"data: {{\"delta\": \"{{\\\"Count\\\": 1, \\\"Items\\\": "
            + $"[{string.Concat(Enumerable.Repeat("0,", 10_000))}\"}}\n\n", options => options.MaxResponseBytes = 100_000);

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync<Counted>("n").GetFinalResultAsync()))!.Message,
            Does.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task The_skipped_items_of_all_lists_are_limited_together()
    {
        var events = Enumerable.Range(0, 100).Select(i => $"data: {{\"delta\": 1, \"json_path\": \"a{i}[5000]\"}}\n\n");
        using var client = TestClient.Streaming(string.Concat(events));

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync()))!.Message,
            Does.Contain("array index"));
    }

    [TestCase("{\"delta\": 1e999, \"json_path\": \"Count\"}")]
    [TestCase("{\"delta\": 1e999, \"json_path\": \"Free.a\"}")]
    public async Task A_number_out_of_range_of_all_types_is_a_serialization_error(string chunk)
    {
        using var client = TestClient.Streaming($"data: {chunk}\n\n");

        Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).JsonPayload!.ToString(), Does.Contain("1e999"),
            "untyped JSON keeps its digits");
        await Assert.CatchAsync<OpperSerializationException>(() => Read(client.Opper.StreamAsync<Dictionary<string, double>>("n")));
        Assert.That((await client.Opper.StreamAsync<Dictionary<string, object>>("n").GetFinalResultAsync()).Value.Values.Single().ToString(),
            Does.Contain("1e999"), "JSON of any kind keeps its digits too");
        await Assert.CatchAsync<OpperSerializationException>(() => Read(client.Opper.StreamAsync<Counted>("n")));
    }

    [Test]
    public async Task A_setter_may_reject_a_partial_value_and_accept_a_later_one()
    {
        var words = new List<string>();
        await foreach (var partial in OpperStream.FromChunks<Checked>(
            "abcd".Select(c => new StreamChunk { Delta = c.ToString(), JsonPath = "Word" }).ToAsyncEnumerable()))
        {
            words.Add(partial.Value!.Word);
        }

        Assert.That(words, Is.EqualTo(new[] { "", "", "abc", "abcd", "abcd" }));
    }

    [Test]
    public async Task A_type_may_reject_partial_values_in_any_of_its_members()
    {
        Assert.That((await LookAsync<Named>(("Other", "x"), ("Name", ""), ("Name", "a"))).Name, Is.EqualTo("a"));
        Assert.That((await LookAsync<Guarded>(("Other", "x"), ("Name", "a"))).Name, Is.EqualTo("a"));
        Assert.That((await LookAsync<Constructed>(("other", "x"), ("name", "a"))).Name, Is.EqualTo("a"));
        var holder = await LookAsync<Holder>(
            ("Other", "x"), ("Inner.other", "y"), ("Inner.name", "a"),
            ("Words[0]", "b"), ("Words[0]", "c"), ("Words[1]", "d"), ("Words[1]", "e"), ("Name", "f"));
        Assert.That((holder.Inner.Name, string.Join(' ', holder.Words), holder.Name), Is.EqualTo(("a", "bc de", "f")));
    }

    [Test]
    public async Task A_setter_that_rejects_the_final_value_is_a_serialization_error() =>
        await Assert.CatchAsync<OpperSerializationException>(
            () => Read(OpperStream.FromChunks<Checked>(new[] { new StreamChunk { Delta = "ab", JsonPath = "Word" } }.ToAsyncEnumerable())));

    private static async Task<T> LookAsync<T>(params (string Path, string Delta)[] deltas)
    {
        var chunks = deltas.Select(delta => new StreamChunk { JsonPath = delta.Path, Delta = delta.Delta });
        var stream = OpperStream.FromChunks<T>(chunks.ToAsyncEnumerable());
        await foreach (var partial in stream)
        {
            _ = (partial.Value, partial.ToSnapshot());
        }

        return (await stream.GetFinalResultAsync()).Value;
    }

    [Test]
    public async Task A_string_in_place_of_a_list_is_a_serialization_error()
    {
        using var client = TestClient.Streaming(
            "data: {\"delta\": 1, \"json_path\": \"Count\"}\n\ndata: {\"delta\": \"none at all\", \"json_path\": \"Items\"}\n\n");

        Assert.That((await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.StreamAsync<Counted>("n").GetFinalResultAsync()))!.JsonPath,
            Is.EqualTo("Items"));
    }

    [TestCase("data: {\"delta\": 1, \"json_path\": 5}")]
    [TestCase("data: [1]")]
    [TestCase("data: {\"delta\"")]
    [TestCase("data: {} {}")]
    [TestCase("data: not json")]
    public async Task An_event_that_is_not_JSON_is_ignored_or_an_error_with_its_text(string event_)
    {
        using var client = TestClient.Streaming(event_ + "\n\n");
        try
        {
            await client.Opper.StreamAsync(Request).GetFinalResultAsync();
        }
        catch (OpperStreamException exception)
        {
            Assert.That("data: " + exception.RawEvent, Is.EqualTo(event_));
        }
    }

    // The value is asked for at each step.
    private static async Task Read<T>(OpperStream<T> stream)
    {
        await foreach (var partial in stream)
        {
            _ = partial.Value;
            _ = partial.Path;
            _ = partial.CompleteMembers;
        }
    }
}
