namespace Opper.Tests;

/// <summary>Typed streams whose output is JSON text, without paths.</summary>
public sealed class TypedStreamJsonTextTests
{
    [TestCase("""{"Title": "A \"b\" \u00e5\n", "People": [{"Name": "Ann", "Age": 31, "Mood": "Happy", "Here": true}], "Sizes": {"x": 1.5e1}, "Price": null}""")]
    [TestCase("```json\n{\"Title\":\"A \\\"b\\\" "
        + "å\\n\",\"People\":[{\"Name\":\"Ann\",\"Age\":31,\"Mood\":\"Happy\",\"Here\":true},],\"Sizes\":{\"x\":15}}\n```\nDone!")]
    public async Task JSON_text_is_parsed_as_far_as_it_has_arrived(string json)
    {
        var titles = new List<string>();
        TypedStreamTests.Report? final = null;
        var stream = OpperStream.FromChunks<TypedStreamTests.Report>(json.Select(c => new StreamChunk { Delta = c.ToString() }).ToAsyncEnumerable());
        await foreach (var partial in stream)
        {
            titles.Add(partial.Value!.Title);
            final = partial.Value;
        }

        Assert.That(titles.Distinct(), Is.EqualTo(new[] { "", "A", "A ", "A \"", "A \"b", "A \"b\"", "A \"b\" ", "A \"b\" å", "A \"b\" å\n" }));
        Assert.That(final!.People, Is.EqualTo(new[] { new TypedStreamTests.Person("Ann", 31, TypedStreamTests.Mood.Happy, true) }));
        Assert.That(final.Sizes["x"], Is.EqualTo(15));
    }

    [TestCase("""{"value": [1, 2]}""")]
    [TestCase("[1, 2]")]
    [TestCase("Here it is:\n[1,2]")]
    public async Task JSON_text_of_a_list_may_be_wrapped_or_bare(string json) =>
        Assert.That((await OpperStream.FromChunks<List<int>>(new[] { new StreamChunk { Delta = json } }.ToAsyncEnumerable()).GetFinalResultAsync()).Value,
            Is.EqualTo(new[] { 1, 2 }));

    [Test]
    public async Task JSON_text_of_a_polymorphic_type_may_be_unwrapped() =>
        Assert.That((await OpperStream.FromChunks<TypedStreamTests.Figure>(
            new[] { new StreamChunk { Delta = """{"Side": 3, "$type": "square"}""" } }.ToAsyncEnumerable()).GetFinalResultAsync()).Value,
            Is.EqualTo(new TypedStreamTests.Square(3)));

    [Test]
    public async Task JSON_text_is_validated_like_a_complete_response()
    {
        var stream = OpperStream.FromChunks<TypedStreamTests.Rated>(new[] { new StreamChunk { Delta = """{"Stars": "5"}""" } }.ToAsyncEnumerable());

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => stream.GetFinalResultAsync());

        Assert.That((thrown!.JsonPath, thrown.Expected, thrown.Found), Is.EqualTo(("Stars", "a whole number", "\"5\"")));
    }

    public sealed record Listed(string Title, List<int> Items);

    [Test]
    public async Task A_missing_list_in_JSON_text_is_not_empty()
    {
        Assert.That((await Read("""{"Title": "a", "Items": []}""")).Items, Is.Empty);
        Assert.That((await Assert.CatchAsync<OpperSerializationException>(() => Read("""{"Title": "a"}""")))!.JsonPath, Is.EqualTo("Items"));
        Assert.That((await OpperStream.FromChunks<Listed>(new[] { new StreamChunk { JsonPath = "Title", Delta = "a" } }.ToAsyncEnumerable())
            .GetFinalResultAsync()).Value.Items, Is.Empty, "by paths, there is no event for an empty list");

        static async Task<Listed> Read(string json) =>
            await OpperStream.FromChunks<Listed>(new[] { new StreamChunk { Delta = json } }.ToAsyncEnumerable()).GetFinalResultAsync();
    }

    [Test]
    public async Task Truncated_JSON_text_is_a_truncated_stream()
    {
        var stream = OpperStream.FromChunks<TypedStreamTests.Rated>(new[] { new StreamChunk { Delta = """{"Stars": 5""" } }.ToAsyncEnumerable());

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => stream.GetFinalResultAsync()))!.IsTruncated, Is.True);
    }

    [Test]
    public async Task Text_that_is_not_JSON_is_an_error_with_the_text()
    {
        var stream = OpperStream.FromChunks<TypedStreamTests.Rated>(
            new[] { new StreamChunk { Delta = "I cannot " }, new StreamChunk { Delta = "do that." } }.ToAsyncEnumerable());

        Assert.That((await Assert.CatchAsync<OpperSerializationException>(() => stream.GetFinalResultAsync()))!.RawBody, Is.EqualTo("I cannot do that."));
    }
}
