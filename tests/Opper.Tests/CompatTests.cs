using Microsoft.Extensions.Logging;

namespace Opper.Tests;

/// <summary>Calls on the compat surface: responses and streams of any form.</summary>
[NonParallelizable]
public sealed class CompatTests
{
    private const string Span = "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee";

    private static Action<OpperClientOptions> Compat => options => (options.Surface, options.MaxRetries) = (OpperSurface.Compat, 0);

    [Test]
    public async Task Span_cost_and_model_come_from_the_body_or_from_headers()
    {
        using var body = TestClient.Answering(
            $$$$"""{"model":"m","choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"opper":{"cost":"""
            + $$$$"""{"total":0.5}}},"meta":{"trace_uuid":"{{{{Span}}}}"}}""", configure: Compat);
        using var headers = TestClient.AnsweringInTurn(Compat,
            () => TestClient.Response(
                """{"model":"m","choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""",
                headers: [("x-opper-trace-id", Span), ("x-opper-cost", "5e-1"), ("x-opper-served-model", "provider/m")]));

        var ofBody = await body.Opper.CallAsync(new CallRequest { Name = "n", Input = "x" });
        var ofHeaders = await headers.Opper.CallAsync(new CallRequest { Name = "n", Input = "x" });

        Assert.That((ofBody.SpanId, ofBody.Cost!.Total, ofBody.Model, ofBody.Usage!.TotalTokens, ofBody.Message), Is.EqualTo((Span, 0.5, "m", 3L, "x")));
        Assert.That((ofHeaders.SpanId, ofHeaders.Cost!.Total, ofHeaders.Model, ofHeaders.Usage!.InputTokens, ofHeaders.Message),
            Is.EqualTo((Span, 0.5, "provider/m", 1, "x")));
    }

    [TestCase("""{"a":1}""")]
    [TestCase("```json\\n{\\\"a\\\":1}\\n```", true)]
    [TestCase("Here it is: {\\\"a\\\":1}", true)]
    public async Task JSON_is_found_in_the_text(string content, bool isEscaped = false)
    {
        using var client = TestClient.Answering($$$"""{"choices":[{"message":{"content":"{{{(isEscaped ? content : content.Replace("\"", "\\\""))}}}"}}]}""",
            configure: Compat);

        Assert.That((await client.Opper.CallAsync<Answer>("n", input: "x")).Value.A, Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("<html>")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"choices":[]}""")]
    [TestCase("""{"choices":[null]}""")]
    [TestCase("""{"choices":7}""")]
    [TestCase("""{"choices":[{"message":null}]}""")]
    [TestCase("""{"choices":[{"message":{"content":[{"type":{}}]}}]}""")]
    [TestCase("""{"choices":[{"message":{"content":"no JSON"}}]}""")]
    [TestCase("""{"choices":[{"message":{"content":"{\"a\":"},"finish_reason":"length"}]}""")]
    [TestCase("""{"choices":[{"message":{"refusal":"I will not."}}]}""")]
    public async Task Invalid_output_is_a_serialization_error_with_the_raw_text(string body)
    {
        using var client = TestClient.Answering(body, configure: Compat);

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Answer>("n", input: "x"));

        Assert.That(thrown!.RawBody, Is.EqualTo(body));
        Assert.That(thrown.Message, Does.StartWith("POST /v3/compat/chat/completions"));
    }

    [Test]
    public async Task The_limits_apply_to_JSON_within_the_text()
    {
        using var client = TestClient.Answering("""{"choices":[{"message":{"content":"{\"a\":[[[[[[[[1]]]]]]]]}"}}]}""",
            configure: options => (options.Surface, options.MaxDepth) = (OpperSurface.Compat, 6));

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync<Dictionary<string, object>>("n", input: "x"));

        Assert.That(thrown!.Message, Does.Contain(nameof(OpperClientOptions.MaxDepth)));
    }

    [Test]
    public async Task A_stream_without_a_finish_reason_is_truncated()
    {
        using var cut = TestClient.Streaming("""
            data: {"choices":[{"index":0,"delta":{"content":"Once"}}]}


            """, Compat);
        using var empty = TestClient.Streaming("""
            data: {"choices":[{"index":0,"delta":{"content":"Once"},"finish_reason":""}]}


            """, Compat);
        using var whole = TestClient.Streaming("""
            data: {"choices":[{"index":0,"delta":{"content":"Once"}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}


            """, Compat);

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => cut.Opper.StreamTextAsync("n").ToListAsync().AsTask());

        Assert.That(thrown!.IsTruncated, Is.True);
        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => empty.Opper.StreamTextAsync("n").ToListAsync().AsTask()))!.IsTruncated, Is.True);
        Assert.That(await whole.Opper.StreamTextAsync("n").ToListAsync(), Is.EqualTo(new[] { "Once" }));
    }

    [Test]
    public async Task An_error_in_a_stream_has_the_servers_message_and_the_span()
    {
        using var client = TestClient.AnsweringInTurn(Compat, () => TestClient.Response("""
            data: {"choices":[{"index":0,"delta":{"content":"Once"}}]}

            data: {"error":{"message":"The model went away","type":"api_error"}}


            """, 200, "text/event-stream", ("X-Opper-Trace-Id", Span)));

        var thrown = await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync<Answer>("n").GetFinalResultAsync());

        Assert.That((thrown!.ErrorType, thrown.ErrorMessage, thrown.SpanId), Is.EqualTo(("api_error", "The model went away", Span)));
    }

    [Test]
    public async Task JSON_text_split_into_any_deltas_gives_the_same_value_as_a_complete_response([Range(1, 20)] int length)
    {
        const string Json = """{"Title":"A \"quote\", é and \uD83D\uDE00","Numbers":[1,2.5,-3e2],"Inner":{"Title":"in","Numbers":[],"Inner":null}}""";
        var events = string.Concat(Enumerable.Range(0,
            (Json.Length + length - 1) / length).Select(index => Json.Substring(index * length, Math.Min(length, Json.Length - (index * length))))
            .Select(piece => $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{Quoted(piece)}}}}}]}}\n\n"));
        using var client = TestClient.Streaming(
            events + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", Compat);
        using var whole = TestClient.Answering($$$"""{"choices":[{"message":{"content":{{{Quoted(Json)}}}}}]}""", configure: Compat);
        var titles = new List<string>();

        var stream = client.Opper.StreamAsync<Node>("n");
        await foreach (var partial in stream)
        {
            titles.Add(partial.Value?.Title ?? string.Empty);
        }

        var expected = (await whole.Opper.CallAsync<Node>("n")).Value;
        var final = (await stream.GetFinalResultAsync()).Value;
        Assert.That(System.Text.Json.JsonSerializer.Serialize(final), Is.EqualTo(System.Text.Json.JsonSerializer.Serialize(expected)));
        Assert.That(titles, Is.All.Matches<string>(title => title is not null && expected.Title.StartsWith(title, StringComparison.Ordinal)));
    }

    [Test]
    public async Task The_activities_of_streamed_and_unstreamed_calls_have_the_same_tags()
    {
        using var listeners = new Listeners();
        using var whole = TestClient.Answering(
            $$$$"""{"model":"m-1","choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":41,"completion_tokens":12,"total_tokens":53,"opper":"""
            + $$$$"""{"cost":{"total":0.5}}},"meta":{"trace_uuid":"{{{{Span}}}}"}}""", configure: Compat);
        using var streamed = TestClient.Streaming($$$$$"""
            data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}],"meta":{"trace_uuid":"{{{{{Span}}}}}"}}

            data: {"model":"m-1","choices":[],"usage":{"prompt_tokens":41,"completion_tokens":12,"total_tokens":53,"opper":{"cost":{"total":0.5}}}}

            data: [DONE]


            """, Compat);

        await whole.Opper.CallAsync(new CallRequest { Name = "n", Model = "m" });
        await streamed.Opper.StreamAsync(new CallRequest { Name = "n", Model = "m" }).GetFinalResultAsync();

        var tags = listeners.Activities.Select(activity =>
            activity.TagObjects.Where(tag => tag.Key is not ("opper.cached" or "gen_ai.request.stream" or "gen_ai.response.time_to_first_chunk"))
                .ToDictionary(tag => tag.Key, tag => tag.Value)).ToList();
        Assert.That(listeners.Activities.Select(activity => activity.DisplayName), Is.All.EqualTo("generate_content m"));
        Assert.That(tags[0]["opper.cost"], Is.EqualTo(0.5));
        Assert.That(tags[1], Is.EquivalentTo(tags[0]));
    }

    [Test]
    public async Task The_hint_at_the_compat_surface_is_logged_once_and_only_if_enabled()
    {
        using var log = new Log();
        using var silent = TestClient.Answering("""{"span_id":"s","message":"x"}""", configure: options => options.LoggerFactory = log);
        using var hinting = TestClient.Answering("""{"span_id":"s","message":"x"}""",
            configure: options => (options.LoggerFactory, options.HintAtCompatSurface) = (log, true));

        await silent.Opper.CallAsync<string>("n");
        Assert.That(log.Lines.Select(line => line.Id), Has.None.EqualTo(6));

        await hinting.Opper.CallAsync<string>("n");
        await hinting.Opper.CallAsync<string>("n");

        var line = log.Lines.Single(line => line.Id == 6);
        Assert.That((line.Level, line.Text), Is.EqualTo((LogLevel.Information, line.Text)));
        Assert.That(line.Text, Does.Contain("OpperSurface.Compat"));
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private sealed record Answer(int A);

    private sealed record Node(string Title, List<double> Numbers, Node? Inner);
}
