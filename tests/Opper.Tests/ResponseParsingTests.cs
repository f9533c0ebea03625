using Newtonsoft.Json.Linq;
using Opper.Chat;
using Opper.Ocr;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Scalars in responses: unambiguous values are read, others are rejected with their path.</summary>
public sealed class ResponseParsingTests
{
    [TestCase("42", 42)]
    [TestCase("42.0", 42)]
    [TestCase("4.2e1", 42)]
    [TestCase("\"42\"", 42)]
    [TestCase("null", 0)]
    public async Task A_whole_number_is_read_however_it_is_spelled(string written, int expected)
    {
        using var client = TestClient.Answering("{\"data\": [], \"meta\": {\"total_count\": " + written + "}}");

        Assert.That((await client.Opper.Functions.ListAsync()).Meta.TotalCount, Is.EqualTo(expected));
    }

    [TestCase("\\ud83d, which is long enough, Z")]
    [TestCase("2026-01-01T00:00:00\\udc00Z")]
    [TestCase("2026-01-01T00:00:00.\\ud83d+00:00")]
    public async Task A_date_with_an_unpaired_surrogate_is_rejected_with_its_path(string written)
    {
        using var client = TestClient.Answering("{\"id\": \"t\", \"start_time\": \"" + written + "\"}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.Traces.GetAsync("t"));

        Assert.That(thrown!.JsonPath, Is.EqualTo("start_time"));
    }

    [TestCase("st\\u006fp", "stop")]
    [TestCase("\\ud83d", "\uFFFD")]
    [TestCase("stop\\udc00", "stop\uFFFD")]
    public async Task A_value_of_an_open_vocabulary_may_be_escaped(string written, string expected)
    {
        const string message = "\"message\": {\"role\": \"assistant\", \"content\": \"Hi\"}";
        var answer = "{\"id\": \"c\", \"choices\": [{\"index\": 0, \"finish_reason\": \"" + written + "\", " + message + "}]}";
        using var client = TestClient.Answering(answer);
        using var stream = TestClient.Streaming($"data: {answer.Replace("message", "delta", StringComparison.Ordinal)}\n\n");
        var request = new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } };

        Assert.That((await client.Opper.Chat.CompleteAsync(request)).Choices[0].FinishReason.Value, Is.EqualTo(expected));
        Assert.That((await stream.Opper.Chat.StreamAsync(request).GetFinalCompletionAsync()).Choices[0].FinishReason.Value, Is.EqualTo(expected));
    }

    [TestCase("\uFEFF")]
    [TestCase("\uFEFF \r\n")]
    [TestCase(" \t\r\n")]
    public async Task The_limits_of_JSON_apply_after_a_byte_order_mark_and_white_space(string before)
    {
        foreach (var (payload, setting) in new[]
        {
            ("[[[[[1]]]]]", nameof(OpperClientOptions.MaxDepth)), ("12345678901", nameof(OpperClientOptions.MaxNumberLength)),
        })
        {
            using var client = TestClient.Answering(before + "{\"span_id\": \"s\", \"json_payload\": " + payload + "}",
                configure: static options => (options.MaxDepth, options.MaxNumberLength) = (4, 10));

            var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

            Assert.That(thrown!.Message, Does.Contain(setting));
        }
    }

    [TestCase("1e22")]
    [TestCase("1.5")]
    [TestCase("2147483648")]
    [TestCase("\"many\"")]
    [TestCase("true")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("1e999999999")]
    public async Task A_number_that_is_not_an_integer_in_range_is_rejected_with_its_path(string written)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"usage\": {\"input_tokens_details\": {\"cached_tokens\": " + written + "}}}");

        var thrown = await Assert.CatchAsync<OpperSerializationException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.JsonPath, Is.EqualTo("usage.input_tokens_details.cached_tokens"));
        Assert.That(thrown.RawBody, Does.Contain(written));
        Assert.That(thrown.ToString(), Does.Not.Contain(written.Trim('"') is { Length: > 3 } value ? value : "\u0000"));
    }

    [Test]
    public async Task A_page_without_its_required_fields_is_read()
    {
        using var client = TestClient.Answering("""{"data": [{"id": "f1", "name": null}, null, {"id": "f2"}]}""");
        var ids = new List<string>();

        await foreach (var function in client.Opper.Functions.ListAllAsync(pageSize: 100))
        {
            ids.Add(function.Id + function.Name + function.RevisionId);
        }

        Assert.That(ids, Is.EqualTo(new[] { "f1", "f2" }));
    }

    [Test]
    public async Task A_chat_response_with_nulls_for_required_fields_is_read()
    {
        using var client = TestClient.Answering("""{"id": null, "object": null, "created": null, "model": null, "choices": [{"index": """
            + """null, "finish_reason": null, "message": {"role": null, "content": "hi", "tool_calls": [{"id": null, "type": null, "function": {"name": """
            + """null, "arguments": null}}]}}, {"message": null}], "usage": {"prompt_tokens": null, "completion_tokens": null, "total_tokens": null}}""");

        var completion = await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } });

        Assert.That(completion.Choices[0].Message.Content!.Text, Is.EqualTo("hi"));
        Assert.That(completion.Choices[0].Message.ToolCalls![0].Function!.Name, Is.Empty);
        Assert.That(completion.Choices[1].Message.Content, Is.Null);
        Assert.That(completion.Usage!.TotalTokens, Is.Zero);
    }

    [Test]
    public async Task Whole_numbers_of_free_JSON_are_longs()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "json_payload": {"n": 7, "big": 12345678901234567890, "part": 1.5}}""");

        var payload = (await client.Opper.CallAsync(new CallRequest { Name = "n" })).JsonPayload!;
        JToken? token = payload;

        Assert.That(token!.Value<int>("n"), Is.EqualTo(7));
        Assert.That(((JValue)token["n"]!).Value, Is.TypeOf<long>());
        Assert.That(((JValue)token["big"]!).Value, Is.TypeOf<System.Numerics.BigInteger>());
        Assert.That(((int)payload["n"]!, (decimal)payload["part"]!, (string?)payload["big"]), Is.EqualTo((7, 1.5m, "12345678901234567890")));
    }

    [TestCase("""{"a":1,"b":[1.0,"x"]}""", """{ "b": [1, "\u0078"], "a": 1e0 }""", true)]
    [TestCase("""{"a":1}""", """{"a":2}""", false)]
    [TestCase("null", " null ", true)]
    [TestCase("[1,2]", "[2,1]", false)]
    public void Free_JSON_is_compared_by_content(string left, string right, bool areEqual)
    {
        var (one, other) = (RawJson.Parse(left), RawJson.Parse(right));

        Assert.That(one.Equals(other), Is.EqualTo(areEqual));
        Assert.That(!areEqual || one.GetHashCode() == other.GetHashCode(), Is.True);
    }

    [Test]
    public void A_score_or_a_value_that_is_not_set_is_not_sent_as_zero()
    {
        using var client = TestClient.Answering("{}");

        Assert.That(async () => await client.Opper.Spans.SubmitFeedbackAsync("s", new SubmitFeedbackRequest { Comment = "c" }),
            Throws.ArgumentException.With.Message.Contains("SubmitFeedbackRequest.Score"));
        Assert.That(async () => await client.Opper.SpanMetrics.CreateAsync("s", new CreateSpanMetricRequest { Dimension = "d" }),
            Throws.ArgumentException.With.Message.Contains("CreateSpanMetricRequest.Value"));
        Assert.That(async () => await client.Opper.Ocr.ProcessAsync(new OcrRequest { Model = "m", Document = new OcrDocument { DocumentUrl = "u" } }),
            Throws.ArgumentException.With.Message.Contains("OcrDocument.Type"));
        Assert.That(client.Sent, Is.Empty);
    }

    [Test]
    public void A_number_beyond_every_type_keeps_its_digits_under_Json_NET()
    {
        var answer = System.Text.Json.JsonSerializer.Deserialize<CallResponse>("""{"json_payload":{"n":1e400}}""")!;

        Assert.That(Newtonsoft.Json.JsonConvert.SerializeObject(answer, Newtonsoft.Json.Formatting.Indented), Does.Contain("1e400"));
        Assert.That(JObject.FromObject(answer)["json_payload"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"n":1e400}"""));
    }

    [Test]
    public void Inputs_that_are_tasks_streams_or_exceptions_are_rejected()
    {
        using var client = TestClient.Answering("{}");
        foreach (var (input, said) in new (object, string)[]
        {
            (Task.FromResult(1), "await"),
            (new MemoryStream(), nameof(OpperMedia)),
            (new InvalidOperationException("m"), "exception"),
        })
        {
            Assert.That(async () => await client.Opper.CallAsync(new CallRequest { Name = "n", Input = input }),
                Throws.ArgumentException.With.Message.Contains(said));
        }

        Assert.That(client.Sent, Is.Empty);
    }
}
