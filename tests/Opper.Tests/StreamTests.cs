using Newtonsoft.Json.Linq;
using Opper.Functions;

namespace Opper.Tests;

/// <summary>The event stream as the live API sends it, and as other servers might.</summary>
public sealed class StreamTests
{
    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    [Test]
    public async Task Text_is_streamed_as_it_arrives()
    {
        using var client = TestClient.Streaming("""
            data: {"span_id": "s1"}

            data: {"delta": "Hello", "chunk_type": "text"}

            data: {"delta": ", Ann!", "chunk_type": "text"}


            """);
        var texts = new List<string>();

        await foreach (var text in client.Opper.StreamTextAsync("greet", input: "Ann"))
        {
            texts.Add(text);
        }

        Assert.That(texts, Is.EqualTo(new[] { "Hello", ", Ann!" }));
        Assert.That(client.Sent[0].Headers["Accept"], Is.EqualTo("text/event-stream"));
        Assert.That(client.Sent[0].Url, Does.EndWith("/v2/call/stream"));
    }

    [Test]
    public async Task The_final_result_has_the_assembled_text_and_the_span_id()
    {
        using var client = TestClient.Streaming(
            "data: {\"delta\": \"a\"}\n\ndata: {\"delta\": \"b\", \"span_id\": \"late\"}\n\ndata: {\"delta\": \"\", \"span_id\": \"later\"}\n\n");

        var result = await client.Opper.StreamAsync(Request).GetFinalResultAsync();

        Assert.That(result.Text, Is.EqualTo("ab"));
        Assert.That(result.JsonPayload, Is.Null);
        Assert.That(result.SpanId, Is.EqualTo("late"), "the first span id that comes counts");
    }

    [TestCase("city", "population", "709000", "709000")]
    [TestCase("response.city", "response.population", "709000", "709000")]
    [TestCase("city", "population", "\"709000\"", "\"709000\"")]
    public async Task Structured_deltas_are_assembled_by_their_paths(string city, string population, string delta, string expected)
    {
        using var client = TestClient.Streaming($$"""
            data: {"span_id": "s1"}

            data: {"delta": "Os", "json_path": "{{city}}", "chunk_type": "json"}

            data: {"delta": "lo", "json_path": "{{city}}", "chunk_type": "json"}

            data: {"delta": {{delta}}, "json_path": "{{population}}", "chunk_type": "json"}

            data: [DONE]


            """);

        var result = await client.Opper.StreamAsync(Request).GetFinalResultAsync();

        Assert.That(JToken.DeepEquals(result.JsonPayload, JToken.Parse($$"""{"city": "Oslo", "population": {{expected}}}""")), result.JsonPayload?.ToString());
        Assert.That(result.Text, Is.Null);
    }

    [Test]
    public async Task Paths_with_brackets_and_dots_assemble_lists_and_nested_fields()
    {
        using var client = TestClient.Streaming("""
            data: {"delta": "Ann", "json_path": "people[0].name"}

            data: {"delta": true, "json_path": "people.0.here"}

            data: {"delta": "Bo", "json_path": "people[1].name"}

            data: {"delta": "b", "json_path": "people[1].name"}

            data: {"delta": 1.5, "json_path": "total"}


            """);

        var result = await client.Opper.StreamAsync(Request).GetFinalResultAsync();

        Assert.That(
            JToken.DeepEquals(result.JsonPayload, JToken.Parse("""{"people": [{"name": "Ann", "here": true}, {"name": "Bob"}], "total": 1.5}""")),
            result.JsonPayload?.ToString());
    }

    [Test]
    public async Task A_property_named_response_is_kept_if_the_schema_has_it()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\", \"json_path\": \"response.city\"}\n\n");
        var request = new CallRequest { Name = "n", OutputSchema = new { type = "object", properties = new { response = new { type = "object" } } } };

        var result = await client.Opper.StreamAsync(request).GetFinalResultAsync();

        Assert.That((string?)result.JsonPayload!["response"]!["city"], Is.EqualTo("x"));
    }

    [Test]
    public async Task An_error_in_the_stream_throws_with_the_servers_message()
    {
        using var client = TestClient.Streaming("data: {\"span_id\": \"s1\"}\n\ndata: {\"delta\": \"Hel\", \"chunk_type\": \"text\"}\n\ndata: "
            + "{\"chunk_type\": \"error\", \"error_type\": \"UpstreamError\", \"error_message\": \"model went away\"}\n\n");
        var texts = new List<string>();

        var thrown = await Assert.CatchAsync<OpperStreamException>(async () =>
        {
            await foreach (var text in client.Opper.StreamTextAsync(Request))
            {
                texts.Add(text);
            }
        });

        Assert.That(texts, Is.EqualTo(new[] { "Hel" }));
        Assert.That(thrown!.ErrorType, Is.EqualTo("UpstreamError"));
        Assert.That(thrown.ErrorMessage, Is.EqualTo("model went away"));
        Assert.That(thrown.SpanId, Is.EqualTo("s1"));
        Assert.That(thrown.IsTruncated, Is.False);
    }

    [Test]
    public async Task An_OpenAI_style_error_within_the_stream_throws_too()
    {
        using var client = TestClient.Streaming("data: {\"error\": {\"message\": \"busy\", \"type\": \"server_error\"}}\n\n");

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync());

        Assert.That((thrown!.ErrorType, thrown.ErrorMessage), Is.EqualTo(("server_error", "busy")));
    }

    [Test]
    public async Task A_stream_that_ends_within_an_event_is_reported_as_truncated()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"Hel\"}\n\ndata: {\"delta\": \"l");

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync());

        Assert.That(thrown!.IsTruncated, Is.True);
        Assert.That(thrown.RawEvent, Is.EqualTo("{\"delta\": \"l"));
    }

    [Test]
    public async Task A_last_event_without_its_blank_line_is_read()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"Hel\"}\n\ndata: {\"delta\": \"lo\"}");

        Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("Hello"));
    }

    [Test]
    public async Task Comments_ids_other_line_endings_and_unknown_fields_are_ignored()
    {
        using var client = TestClient.Streaming(": ping\r\n\r\nevent: message\r\nid: 1\r\nretry: 10\r\ndata: {\"delta\": \"å\\u00e4\\n\", \"chunk_type\": "
            + "\"brand-new\", \"extra\": {\"a\": [1]}}\r\n\r\ndata: {\"data\": {\"delta\": \"!\"}}\r\n\r\n");
        var chunks = new List<StreamChunk>();

        await foreach (var chunk in client.Opper.StreamAsync(Request))
        {
            chunks.Add(chunk);
        }

        Assert.That(chunks.Select(chunk => chunk.Delta), Is.EqualTo(new[] { "åä\n", "!" }));
        Assert.That(chunks[0].ChunkType!.Value.Value, Is.EqualTo("brand-new"));
        Assert.That(chunks[0].ChunkType!.Value.IsKnown, Is.False);
        Assert.That(chunks[0].AdditionalProperties!["extra"]!.ToString(), Is.EqualTo("""{"a": [1]}"""));
    }

    [Test]
    public async Task An_event_that_is_not_JSON_is_an_error_with_its_text()
    {
        using var client = TestClient.Streaming("data: not json\n\n");

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync());

        Assert.That(thrown!.RawEvent, Is.EqualTo("not json"));
        Assert.That(thrown.IsTruncated, Is.False);
    }

    [Test]
    public async Task An_error_status_before_the_stream_is_the_exception_of_that_status()
    {
        using var client = TestClient.Answering("""{"detail": "no such function"}""", 404);

        var thrown = await Assert.CatchAsync<OpperNotFoundException>(
            () => client.Opper.Functions.StreamAsync("f1", new CallFunctionRequest()).GetFinalResultAsync());

        Assert.That(thrown!.Detail, Is.EqualTo("no such function"));
    }

    [TestCase("<html>Sign in</html>", "text/html")]
    [TestCase("{\"message\": \"whole\"}", "application/json")]
    public async Task A_response_that_is_not_a_stream_is_an_error_with_its_text(string body, string contentType)
    {
        using var client = TestClient.Answering(body, 200, contentType);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.StreamAsync(Request).GetFinalResultAsync());

        Assert.That(thrown!.RawBody, Is.EqualTo(body));
        Assert.That(thrown.Message, Does.Contain(contentType));
    }

    [Test]
    public async Task A_stream_is_retried_after_a_503_but_not_after_its_first_event()
    {
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response("{}", 503),
            () => TestClient.Response("data: {\"delta\": \"ok\"}\n\n", 200, "text/event-stream"));

        Assert.That((await client.Opper.StreamAsync(Request).GetFinalResultAsync()).Text, Is.EqualTo("ok"));
        Assert.That(client.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_stream_is_sent_when_it_is_read_and_can_be_read_once()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\"}\n\n");
        var stream = client.Opper.StreamAsync(Request);
        Assert.That(client.Sent, Is.Empty);

        await foreach (var _ in stream)
        {
        }

        Assert.That(() => stream.GetAsyncEnumerator(), Throws.InvalidOperationException);
        Assert.That((await stream.GetFinalResultAsync()).Text, Is.EqualTo("x"), "what was read whole can still be had together");
    }

    [Test]
    public async Task A_stream_abandoned_early_has_no_final_result()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\"}\n\ndata: {\"delta\": \"y\"}\n\n");
        var stream = client.Opper.StreamAsync(Request);
        await foreach (var _ in stream)
        {
            break;
        }

        await Assert.CatchAsync<InvalidOperationException>(() => stream.GetFinalResultAsync());
    }

    [Test]
    public async Task Function_streams_have_their_own_URL_paths()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\"}\n\n");

        await client.Opper.Functions.StreamAsync("f1", new CallFunctionRequest { Input = "a" }).GetFinalResultAsync();
        await client.Opper.Functions.StreamRevisionAsync("f1", "r1", new CallFunctionRequest { Input = "a" }).GetFinalResultAsync();

        Assert.That(client.Sent.Select(sent => new Uri(sent.Url).AbsolutePath),
            Is.EqualTo(new[] { "/v2/functions/f1/call/stream", "/v2/functions/f1/call/stream/r1" }));
    }
}
