using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Opper.Functions;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Opper.Tests;

/// <summary>Typed streams: partial values by path and by JSON text, converted by type, and the complete value at the end.</summary>
public sealed class TypedStreamTests
{
    public enum Mood
    {
        Calm,
        Happy,
    }

    public sealed record Person(string Name, int Age, Mood Mood, bool Here);

    public sealed record Report(string Title, List<Person> People, Dictionary<string, double> Sizes, decimal? Price, DateOnly? Due, Person? Author);

    public sealed record Keyed(Dictionary<string, Person> ByName, Dictionary<string, List<int>> Lists, [property: JsonPropertyName("a.b")] string Dotted,
        [property: JsonPropertyName("a")] string Plain);

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public abstract record Figure;

    public sealed record Circle(double Radius, string Label) : Figure;

    public sealed record Square(double Side) : Figure;

    public sealed record Drawing(List<Figure> Figures);

    public sealed class Sealed(string name, int size)
    {
        public string Name { get; } = name;

        public int Size { get; } = size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size));

        public string? Note { get; set; }
    }

    public sealed record Collections(int[] Array, HashSet<string> Set, ImmutableArray<int> Fixed, IReadOnlyList<string> List,
        SortedDictionary<string, int> Sorted, JToken? Any, object? Free);

    public sealed class Responding
    {
        [JsonProperty("response")]
        public required string Response { get; set; }
    }

    public sealed record Rated([property: Range(1, 5)] int Stars);

    public sealed record Large(string Text, object? Free, string[] Names, string End);

    [Test]
    public async Task Partial_values_of_a_large_rebuilt_type_lag_only_slightly()
    {
        const int Pieces = 6_000;
        var chunks = Enumerable.Range(0, Pieces).Select(i => new StreamChunk { JsonPath = "Text", Delta = "words " })
            .Concat(Enumerable.Range(0, Pieces).Select(i => new StreamChunk { JsonPath = $"Free[{i}]", Delta = "a" }))
            .Concat(Enumerable.Range(0, Pieces).Select(i => new StreamChunk { JsonPath = $"Names[{i}]", Delta = "a" }))
            .Append(new StreamChunk { JsonPath = "End", Delta = "." });
        var count = 0;
        await foreach (var partial in OpperStream.FromChunks<Large>(chunks.ToAsyncEnumerable()))
        {
            count++;
            var value = partial.Value!;
            var free = value.Free is System.Text.Json.JsonElement element ? element.GetArrayLength() : 0;
            var (textDue, freeDue, namesDue) = (Math.Clamp(count, 0, Pieces), Math.Clamp(count - Pieces, 0, Pieces),
                Math.Clamp(count - (2 * Pieces), 0, Pieces));
            Assert.That(value.Text.Length / 6, Is.InRange(count > Pieces ? textDue : textDue - (textDue / 32) - 1, textDue));
            Assert.That(free, Is.InRange(count > 2 * Pieces ? freeDue : freeDue - (freeDue / 7) - 1, freeDue));
            Assert.That(value.Names, Has.Length.InRange(count > 3 * Pieces ? namesDue : namesDue - (namesDue / 7) - 1, namesDue));
            if (count == Pieces - 1)
            {
                Assert.That(partial.ToSnapshot()!.Text, Has.Length.EqualTo(count * 6), "a snapshot lacks nothing");
            }
        }
    }

    [Test]
    public async Task Each_chunk_yields_the_value_so_far_and_the_last_one_is_complete()
    {
        using var client = TestClient.Streaming(Events(("Title", "Yearly "), ("Title", "report"), ("People[0].Name", "Ann"), ("People[0].Age", 31),
            ("People[0].Mood", "Happy"), ("People[0].Here", true)));
        var seen = new List<string>();

        await foreach (var partial in client.Opper.StreamAsync<Report>("report", "Write it.", "2026"))
        {
            var value = partial.Value!;
            var person = value.People.FirstOrDefault();
            seen.Add(
                $"{partial.Path}|{partial.Delta}|{value.Title}|{person?.Name}|{person?.Age}|{partial.IsFinal}|{string.Join(",", partial.CompleteMembers)}");
        }

        Assert.That(seen, Is.EqualTo(new[]
        {
            "Title|Yearly |Yearly |||False|",
            "Title|report|Yearly report|||False|",
            "People[0].Name|Ann|Yearly report|Ann|0|False|Title",
            "People[0].Age|31|Yearly report|Ann|31|False|Title",
            "People[0].Mood|Happy|Yearly report|Ann|31|False|Title",
            "People[0].Here|true|Yearly report|Ann|31|False|Title",
            "||Yearly report|Ann|31|True|Title,People",
        }));
        Assert.That(client.Sent[0].Url, Does.EndWith("/v2/call/stream"));
        Assert.That(JToken.DeepEquals(JObject.Parse(client.Sent[0].Body)["output_schema"], JToken.Parse(OpperSchema.For<Report>().ToString())), Is.True);
    }

    [Test]
    public async Task Names_are_matched_case_insensitively()
    {
        var collections = await Final<Collections>(("array[0]", 1), ("set[0]", "a"), ("fixed[0]", 2), ("list[0]", "b"), ("sorted.k", 3));
        var seen = await All<Sealed>(("name", "Ann"), ("size", 3), ("note", "n"));

        Assert.That(
            (collections.Array[0], collections.Set.Single(), collections.Fixed[0], collections.List[0], collections.Sorted["k"]),
            Is.EqualTo((1, "a", 2, "b", 3)));
        Assert.That(seen.Select(value => (value!.Name, value.Size, value.Note)),
            Is.EqualTo(new[] { ("Ann", 0, null), ("Ann", 3, null), ("Ann", 3, "n"), ("Ann", 3, "n") }));
    }

    [TestCase("")]
    [TestCase("response.")]
    public async Task Strings_are_converted_to_numbers_and_Booleans_by_type(string prefix)
    {
        var report = await Final<Report>((prefix + "Title", "7"), (prefix + "People.0.Name", "true"), (prefix + "People.0.Age", "3"),
            (prefix + "People.0.Age", "1"), (prefix + "People[0].Mood", "calm"),
            (prefix + "People[0].Here", "true"), (prefix + "Sizes.x.y", "1.5"), (prefix + "Price", "1.10"), (prefix + "Due", "2026-03-01"));

        Assert.That(report.Title, Is.EqualTo("7"));
        Assert.That(report.People[0], Is.EqualTo(new Person("true", 31, Mood.Calm, true)));
        Assert.That(report.Sizes["x.y"], Is.EqualTo(1.5));
        Assert.That((report.Price, report.Due), Is.EqualTo((1.10m, new DateOnly(2026, 3, 1))));
    }

    [Test]
    public async Task A_number_sent_for_a_string_is_a_delta_of_it()
    {
        Assert.That((await Final<Responding>(("response", "In "), ("response", 1984))).Response, Is.EqualTo("In 1984"));
    }

    [Test]
    public async Task A_property_named_response_is_not_mistaken_for_the_prefix()
    {
        Assert.That((await Final<Responding>(("response", "x"))).Response, Is.EqualTo("x"));
    }

    [Test]
    public async Task Nulls_are_null_and_omitted_lists_are_empty()
    {
        var report = await Final<Report>(("Title", "T"), ("Price", null), ("Author", null));

        Assert.That((report.Price, report.Author), Is.EqualTo(((decimal?)null, (Person?)null)));
        Assert.That(report.People, Is.Empty);
        Assert.That(report.Sizes, Is.Empty);
    }

    [Test]
    public async Task The_type_distinguishes_keys_and_names_with_dots()
    {
        var keyed = await Final<Keyed>(("ByName.ann.of.oslo.Name", "Ann"), ("ByName.ann.of.oslo.Age", 1), ("ByName.ann.of.oslo.Mood", "Calm"),
            ("ByName.ann.of.oslo.Here", true),
            ("Lists.a.b[0]", 1), ("Lists.a.b[1]", 2), ("Lists['c[0]'][0]", 3), ("a.b", "dotted"), ("a", "plain"));

        Assert.That(keyed.ByName["ann.of.oslo"], Is.EqualTo(new Person("Ann", 1, Mood.Calm, true)));
        Assert.That(keyed.Lists["a.b"], Is.EqualTo(new[] { 1, 2 }));
        Assert.That(keyed.Lists["c[0]"], Is.EqualTo(new[] { 3 }));
        Assert.That((keyed.Dotted, keyed.Plain), Is.EqualTo(("dotted", "plain")));
    }

    [TestCase("a", "response.b", "response.b")]
    [TestCase("response.a", "response.response", "response")]
    [TestCase("response", "b", "b")]
    public async Task The_first_path_decides_whether_a_dictionary_has_a_prefix(string first, string second, string secondKey)
    {
        var map = await Final<Dictionary<string, int>>((first, 1), (second, 2));

        Assert.That(map, Has.Count.EqualTo(2));
        Assert.That(map[secondKey], Is.EqualTo(2));
    }

    [Test]
    public async Task A_field_that_starts_over_discards_the_fields_after_it()
    {
        var report = await Final<Report>(("Title", "Dra"), ("Title", "ft"), ("People[0].Name", "A"), ("People[0].Age", 1), ("People[0].Mood", "Calm"),
            ("People[0].Here", true), ("People[1].Name", "B"),
            ("Title", "Final"), ("People[0].Name", "Z"), ("People[0].Age", 2), ("People[0].Mood", "Happy"), ("People[0].Here", false));

        Assert.That(report.Title, Is.EqualTo("Final"));
        Assert.That(report.People, Is.EqualTo(new[] { new Person("Z", 2, Mood.Happy, false) }), "the second person was of the first writing");
    }

    [Test]
    public async Task A_single_field_that_starts_over_discards_nothing_else()
    {
        var report = await Final<Report>(("Title", "Draft"), ("Price", 1.5), ("Title", "Fin"), ("Title", "al"));

        Assert.That((report.Title, report.Price), Is.EqualTo(("Final", 1.5m)));
    }

    [Test]
    public async Task Non_nullable_members_are_empty_before_they_arrive()
    {
        var first = (await All<Report>(("People[0].Age", 3), ("People[0].Name", "x"), ("People[0].Mood", "Calm"),
            ("People[0].Here", true), ("Title", "t")))[0]!;

        Assert.That(first.Title, Is.Empty);
        Assert.That(first.Sizes, Is.Empty);
        Assert.That(first.People[0].Name, Is.Empty);
        Assert.That((first.Price, first.Author), Is.EqualTo(((decimal?)null, (Person?)null)));
    }

    [Test]
    public async Task Partial_values_of_types_with_constructor_parameters_are_built()
    {
        var seen = await All<Sealed>(("Size", -1), ("Size", 5), ("Note", "n"), ("Name", "x"), ("Name", "y"));

        Assert.That(seen.Select(value => (value?.Name, value?.Size, value?.Note)),
            Is.EqualTo(new (string?, int?, string?)[] { ("", 0, null), ("", 5, null), ("", 5, "n"), ("x", 5, "n"), ("xy", 5, "n"), ("xy", 5, "n") }));
    }

    [Test]
    public async Task A_polymorphic_partial_has_a_value_once_the_discriminator_has_arrived()
    {
        var seen = await All<Drawing>(("Figures[0].Label", "c"), ("Figures[0].$type", "cir"), ("Figures[0].$type", "cle"), ("Figures[0].Radius", 2),
            ("Figures[1].$type", "square"), ("Figures[1].Side", "3"));

        Assert.That(seen.Select(value => value!.Figures.Count), Is.EqualTo(new[] { 0, 0, 1, 1, 2, 2, 2 }));
        Assert.That(seen[^1]!.Figures, Is.EqualTo(new Figure[] { new Circle(2, "c"), new Square(3) }));
    }

    [Test]
    public async Task Collections_of_all_types_are_updated_in_place()
    {
        var chunks = Chunks(("Array[0]", 1), ("Array[1]", 2), ("Set[0]", "a"), ("Fixed[0]", 7), ("List[0]", "l"), ("Sorted.k", 3), ("Any.x[0].y", 1),
            ("Any.x[0].z", "t"), ("Free", "f"), ("Free", "g"));
        var last = default(Collections);
        await foreach (var partial in OpperStream.FromChunks<Collections>(chunks))
        {
            last = partial.IsFinal ? last : partial.Value;
        }

        Assert.That(last!.Array, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(last.Set, Is.EqualTo(new[] { "a" }));
        Assert.That(last.Fixed, Is.EqualTo(new[] { 7 }));
        Assert.That(last.List, Is.EqualTo(new[] { "l" }));
        Assert.That(last.Sorted["k"], Is.EqualTo(3));
        Assert.That(last.Any!.ToString(Formatting.None), Is.EqualTo("""{"x":[{"y":1,"z":"t"}]}"""));
        Assert.That(last.Free, Is.EqualTo("fg"));
    }

    [Test]
    public async Task Lists_and_plain_values_at_the_root_are_unwrapped()
    {
        Assert.That(await Final<List<int>>(("value[0]", "1"), ("value[1]", 2)), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await Final<List<int>>(("response[0]", 1), ("response[1]", 2)), Is.EqualTo(new[] { 1, 2 }),
            "as a function with a schema of its own gives it");
        Assert.That(await Final<int>(("response.value", "42")), Is.EqualTo(42));
        Assert.That(await Final<int?>(("value", null)), Is.Null);
        Assert.That(await Final<List<string>>(), Is.Empty);
        Assert.That((await All<List<string>>(("value[0]", "a"))).Select(list => list!.Count), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task Text_is_streamed_as_text()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"Hel\"}\n\ndata: {\"delta\": \"lo\"}\n\n");
        var stream = client.Opper.StreamAsync<string>("greet");
        var seen = new List<string?>();
        await foreach (var partial in stream)
        {
            seen.Add(partial.Value);
        }

        string final = await stream.GetFinalResultAsync();

        Assert.That(seen, Is.EqualTo(new[] { "Hel", "Hello", "Hello" }));
        Assert.That(final, Is.EqualTo("Hello"));
        Assert.That(client.Sent[0].Body, Does.Not.Contain("output_schema"));
    }

    [Test]
    public async Task JSON_text_may_be_sent_under_the_path_of_its_object()
    {
        var report = await Final<Report>(("Title", "T"), ("Author", """{"Name": "A", "Age": 1, """), ("Author", """ "Mood": "Calm", "Here": true}"""));

        Assert.That(report.Author, Is.EqualTo(new Person("A", 1, Mood.Calm, true)));
    }

    [Test]
    public async Task A_stream_that_lacks_a_required_field_is_rejected_with_its_name()
    {
        using var client = TestClient.Streaming(Events(("Title", "T"), ("People[0].Name", "A")));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.StreamAsync<Report>("n").GetFinalResultAsync());

        Assert.That((thrown!.JsonPath, thrown.Expected, thrown.Found), Is.EqualTo(("People[0].Age", "a whole number", "nothing")));
        Assert.That(thrown.RawBody, Does.Contain("\"Name\":\"A\""));
        Assert.That(thrown.Message, Does.Contain("POST /v2/call/stream"));
    }

    [Test]
    public async Task Validation_attributes_are_checked_at_the_end_if_enabled()
    {
        using var client = TestClient.Streaming(Events(("Stars", 9)));

        Assert.That((await client.Opper.StreamAsync<Rated>("n").GetFinalResultAsync()).Value.Stars, Is.EqualTo(9));
        var thrown = await Assert.CatchAsync<OpperSerializationException>(
            () => client.Opper.StreamAsync<Rated>("n", options: new RequestOptions { ValidateOutput = true }).GetFinalResultAsync());

        Assert.That((thrown!.JsonPath, thrown.Found), Is.EqualTo(("Stars", "9")));
    }

    [Test]
    public async Task Parts_are_complete_once_the_stream_has_moved_on()
    {
        var seen = new List<(bool, bool, bool)>();
        await foreach (var partial in OpperStream.FromChunks<Report>(Chunks(("Title", "T"), ("People[0].Name", "A"), ("People[0].Age", 1), ("People[1].Name",
            "B"), ("People[0].Mood", "Calm"), ("People[0].Here", true), ("People[1].Age", 1), ("People[1].Mood", "Calm"), ("People[1].Here", true))))
        {
            seen.Add((partial.IsComplete("Title"), partial.IsComplete("People[0].Age"), partial.IsComplete("People")));
        }

        Assert.That(seen.Take(4), Is.EqualTo(new[] { (false, false, false), (true, false, false), (true, true, false), (true, true, false) }));
        Assert.That(seen[^1], Is.EqualTo((true, true, true)));
    }

    [Test]
    public async Task A_snapshot_does_not_change_while_the_value_grows()
    {
        Report? snapshot = null;
        Report? live = null;
        await foreach (var partial in OpperStream.FromChunks<Report>(Chunks(("Title", "T"), ("Sizes.a", 1), ("Sizes.b", 2))))
        {
            if (partial.Path == "Sizes.a")
            {
                (live, snapshot) = (partial.Value, partial.ToSnapshot());
            }

            _ = partial.Value;
        }

        Assert.That(live!.Sizes, Has.Count.EqualTo(2));
        Assert.That(snapshot!.Sizes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_text_of_a_typed_stream_can_be_read_first_and_the_result_afterwards()
    {
        using var client = TestClient.Streaming(Events(("Title", "A "), ("Title", "title"), ("Price", 2)));
        var stream = client.Opper.StreamAsync<Report>("n");
        var texts = new List<string>();
        await foreach (var text in stream.TextAsync())
        {
            texts.Add(text);
        }

        Assert.That(texts, Is.EqualTo(new[] { "A ", "title", "2" }));
        Assert.That((await stream.GetFinalResultAsync()).Value.Title, Is.EqualTo("A title"));
        Assert.That(() => stream.GetAsyncEnumerator(), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_typed_stream_abandoned_early_has_no_final_result()
    {
        using var client = TestClient.Streaming(Events(("Title", "A "), ("Title", "title")));
        var stream = client.Opper.StreamAsync<Report>("n");
        await foreach (var _ in stream)
        {
            break;
        }

        await Assert.CatchAsync<InvalidOperationException>(() => stream.GetFinalResultAsync());
    }

    [Test]
    public async Task An_error_within_a_typed_stream_throws()
    {
        using var client = TestClient.Streaming(
            Events(("Title", "A")) + "data: {\"chunk_type\": \"error\", \"error_type\": \"UpstreamError\", \"error_message\": \"gone\"}\n\n");

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync<Report>("n").GetFinalResultAsync());

        Assert.That((thrown!.ErrorType, thrown.ErrorMessage), Is.EqualTo(("UpstreamError", "gone")));
    }

    [TestCase("Title.x")]
    [TestCase("People.x")]
    [TestCase("People[99999999]")]
    public async Task A_path_that_does_not_fit_the_type_is_a_stream_error(string path) =>
        await Assert.CatchAsync<OpperStreamException>(() => OpperStream.FromChunks<Report>(Chunks((path, "x"))).GetFinalResultAsync());

    [Test]
    public async Task Functions_stream_their_types_by_id_and_by_revision()
    {
        using var client = TestClient.Streaming(Events(("Stars", 4)));

        Rated byId = await client.Opper.Functions.StreamAsync<Rated>("f1", new CallFunctionRequest()).GetFinalResultAsync();
        Rated byRevision = await client.Opper.Functions.StreamRevisionAsync<Rated>("f1", "r1", new CallFunctionRequest()).GetFinalResultAsync();

        Assert.That((byId.Stars, byRevision.Stars), Is.EqualTo((4, 4)));
        Assert.That(client.Sent.Select(sent => new Uri(sent.Url).AbsolutePath),
            Is.EqualTo(new[] { "/v2/functions/f1/call/stream", "/v2/functions/f1/call/stream/r1" }));
    }

    [TestCase("""{"delta":"x","json_path":"a","chunk_type":"json"}""")]
    [TestCase("""{"delta":7.50,"json_path":"a"}""")]
    [TestCase("""{"span_id":"s1"}""")]
    [TestCase("""{"delta":null,"json_path":"a"}""")]
    public void A_chunk_is_serialized_as_on_the_wire(string wire) =>
        Assert.That(System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Deserialize<StreamChunk>(wire)), Is.EqualTo(wire));

    private static string Events(params (string Path, object? Delta)[] fields)
    {
        var events = new StringBuilder("data: {\"span_id\": \"s1\"}\n\n");
        foreach (var (path, delta) in fields)
        {
            events.Append("data: ").Append(JsonConvert.SerializeObject(new { delta, json_path = path, chunk_type = "json" })).Append("\n\n");
        }

        return events.ToString();
    }

    private static IAsyncEnumerable<StreamChunk> Chunks(params (string Path, object? Delta)[] fields) => fields.Select(field => new StreamChunk
    {
        JsonPath = field.Path,
        Delta = field.Delta is null ? null : field.Delta as string ?? JsonConvert.SerializeObject(field.Delta),
        DeltaKind = field.Delta switch { null => StreamDeltaKind.None, string => StreamDeltaKind.String, bool => StreamDeltaKind.Boolean, _ =>
            StreamDeltaKind.Number },
    }).ToAsyncEnumerable();

    private static async Task<T> Final<T>(params (string Path, object? Delta)[] fields)
    {
        var stream = OpperStream.FromChunks<T>(Chunks(fields));
        await foreach (var partial in stream)
        {
            // Also checks intermediate values, not only the final one.
            _ = partial.Value;
        }

        return (await stream.GetFinalResultAsync()).Value;
    }

    // A snapshot of the live value at each step.
    private static async Task<List<T?>> All<T>(params (string Path, object? Delta)[] fields)
    {
        var all = new List<T?>();
        await foreach (var partial in OpperStream.FromChunks<T>(Chunks(fields)))
        {
            _ = partial.Value;
            all.Add(partial.ToSnapshot());
        }

        return all;
    }
}
