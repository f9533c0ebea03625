using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Opper.Analytics;
using Opper.Chat;
using Opper.Embeddings;
using Opper.Functions;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Values are serialized as specified, and deserialized without loss.</summary>
[NonParallelizable]
public sealed class SerializationTests
{
    [Test]
    public async Task Inputs_of_any_type_are_serialized_as_expected()
    {
        using var client = TestClient.Answering("""{"span_id": "s"}""");
        var inputs = new object[]
        {
            "text with \u00e5, \ud83d\ude00 and \"quotes\"",
            42,
            new { a = 1, when = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)) },
            JsonConvert.DeserializeObject<JObject>("""{"n": 1.5, "d": "2024-01-02T03:04:05+05:00"}""",
                new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!,
            JsonNode.Parse("""{"node": [1, null]}""")!,
            System.Text.Json.JsonDocument.Parse("[true]").RootElement,
            new List<string> { "x" },
        };

        foreach (var input in inputs)
        {
            await client.Opper.CallAsync(new CallRequest { Name = "n", Input = input });
        }

        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[]
        {
            "{\"name\":\"n\",\"input\":\"text with å, 😀 and \\\"quotes\\\"\"}",
            """{"name":"n","input":42}""",
            """{"name":"n","input":{"a":1,"when":"2026-01-02T03:04:05+01:00"}}""",
            """{"name":"n","input":{"n":1.5,"d":"2024-01-02T03:04:05+05:00"}}""",
            """{"name":"n","input":{"node":[1,null]}}""",
            """{"name":"n","input":[true]}""",
            """{"name":"n","input":["x"]}""",
        }));
    }

    [Test]
    public async Task A_string_longer_than_the_buffers_is_written_completely()
    {
        using var client = TestClient.Answering("""{"span_id": "s"}""");
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => i % 7 == 0 ? "\ud83d\ude00" : i % 5 == 0 ? "å" : "a"));

        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = text });

        Assert.That((string?)JObject.Parse(client.Sent[0].Body)["input"], Is.EqualTo(text));
    }

    [TestCase("1.10")]
    [TestCase("12345678901234567890.123")]
    [TestCase("123456789012345678901234567890")]
    [TestCase("-9223372036854775808")]
    [TestCase("1E-05")]
    [TestCase("0.1")]
    public async Task Numbers_in_free_JSON_keep_their_digits(string number)
    {
        using var client = TestClient.Answering("{\"span_id\": \"s\", \"json_payload\": {\"n\": " + number + "}}");

        var response = await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(response.JsonPayload!["n"]!.ToString(), Is.EqualTo(number));
    }

    [Test]
    public async Task Strings_that_look_like_dates_and_schema_keywords_in_free_JSON_are_unchanged()
    {
        const string Payload = """{"d":"2024-01-02T03:04:05+05:00","$ref":"#/x","$type":"y","$id":"1","list":[{"$ref":"z"}]}""";
        using var client = TestClient.Answering($$"""{"span_id": "s", "json_payload": {{Payload}}}""");

        var response = await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(response.JsonPayload!.ToString(), Is.EqualTo(Payload));
    }

    [Test]
    public async Task An_unknown_enum_value_and_unknown_fields_are_kept()
    {
        using var client = TestClient.Answering("""{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": """
            + """0, "finish_reason": "tired", "message": {"role": "oracle", "content": "hi", "mood": 3}}], "brand_new": {"a": 1}}""");

        var completion = await client.Opper.Chat.CompleteAsync(new ChatCompletionRequest { Messages = { new ChatMessage { Role = "user", Content = "hi" } } });

        Assert.That(completion.Choices[0].FinishReason.ToString(), Is.EqualTo("tired"));
        Assert.That(completion.Choices[0].Message.Role.IsKnown, Is.False);
        Assert.That((int?)completion.Choices[0].Message.AdditionalProperties["mood"], Is.EqualTo(3));
        Assert.That(JsonConvert.SerializeObject(completion), Does.Contain("\"brand_new\":{\"a\": 1}").And.Contain("\"oracle\"").And.Contain("\"tired\""));
    }

    [Test]
    public async Task A_PATCH_distinguishes_absent_null_and_a_value()
    {
        using var client = TestClient.Answering("""{"id": "f1", "name": "n", "instructions": "i"}""");

        await client.Opper.Functions.UpdateAsync("f1", new UpdateFunctionRequest { Instructions = "new", Description = null });

        Assert.That(client.Sent[0].Method, Is.EqualTo("PATCH"));
        Assert.That(JToken.DeepEquals(JToken.Parse(client.Sent[0].Body), JToken.Parse("""{"description": null, "instructions": "new"}""")),
            client.Sent[0].Body);
    }

    [Test]
    public async Task A_span_update_writes_objects_as_JSON_text_and_strings_as_they_are()
    {
        using var client = TestClient.Answering("""{"id": "s1", "name": "n"}""");

        await client.Opper.Spans.UpdateAsync("s1", new UpdateSpanRequest { Input = "plain", Output = new { sent = true } });

        Assert.That(JToken.DeepEquals(JToken.Parse(client.Sent[0].Body), JToken.Parse("""{"input": "plain", "output": "{\"sent\":true}"}""")),
            client.Sent[0].Body);
    }

    [Test]
    public async Task A_model_can_be_given_as_a_name_a_list_or_with_options()
    {
        using var client = TestClient.Answering("""{"span_id": "s"}""");

        await client.Opper.CallAsync(new CallRequest { Name = "n", Model = "openai/gpt-4o-mini" });
        await client.Opper.CallAsync(new CallRequest { Name = "n", Model = new[] { "a", "b" } });
        await client.Opper.CallAsync(new CallRequest
        {
            Name = "n",
            Model = ModelSelection.Fallback("a", new ModelWithOptions { Name = "b", Options = new { temperature = 0.2 } }),
        });

        Assert.That(client.Sent.Select(sent => JObject.Parse(sent.Body)["model"]!.ToString(Formatting.None)), Is.EqualTo(new[]
        {
            "\"openai/gpt-4o-mini\"",
            """["a","b"]""",
            """["a",{"name":"b","options":{"temperature":0.2}}]""",
        }));
    }

    [Test]
    public async Task Call_settings_with_reference_names_are_sent_with_the_live_names()
    {
        using var client = TestClient.Answering("""{"span_id": "s"}""");

        await client.Opper.CallAsync(new CallRequest
        {
            Name = "n",
            Configuration = new CallConfiguration { FewShotCountReferenceForm = 3, Evaluate = true, CacheTtlSeconds = 60 },
        });

        Assert.That(
            JToken.DeepEquals(JObject.Parse(client.Sent[0].Body)["configuration"],
                JToken.Parse("""{"invocation.few_shot.count": 3, "beta.evaluation": true, "invocation.cache.ttl": 60}""")),
            client.Sent[0].Body);
    }

    [Test]
    public async Task Costs_are_read_from_a_string_a_number_and_null()
    {
        using var client = TestClient.Answering("""[{"time_bucket": "2026-01-05T00:00:00Z", "cost": "0.00420", "count": """
            + """3, "total_tokens": "159", "model": null}, {"time_bucket": "2026-01-05T00:00:00Z", "cost": 0.5}, """
            + """{"time_bucket": "2026-01-05T00:00:00Z", "cost": null}]""");

        var buckets = await client.Opper.Analytics.GetUsageAsync(fromDate: new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)),
            granularity: UsageGranularity.Day, groupBy: ["model"]);

        Assert.That(buckets.Select(bucket => bucket.Cost), Is.EqualTo(new decimal?[] { 0.00420m, 0.5m, null }));
        Assert.That((string?)buckets[0].AdditionalProperties["total_tokens"], Is.EqualTo("159"));
        Assert.That(client.Sent[0].Url, Does.EndWith("?from_date=2025-12-31T22%3A00%3A00Z&granularity=day&group_by=model"));
    }

    [Test]
    public async Task Embeddings_accept_one_text_or_several()
    {
        using var client = TestClient.Answering("""{"model": "m", "data": [{"index": 0, "embedding": [0.1, -2e-3, 1]}], "usage": {"prompt_tokens": 2}}""");

        var one = await client.Opper.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = "red" });
        await client.Opper.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = new[] { "red", "blue" } });

        Assert.That(one.Data[0].Embedding, Is.EqualTo(new[] { 0.1f, -0.002f, 1f }));
        Assert.That(client.Sent.Select(sent => sent.Body), Is.EqualTo(new[] { """{"input":"red"}""", """{"input":["red","blue"]}""" }));
    }

    [Test]
    public async Task Global_serializer_settings_of_the_host_have_no_effect()
    {
        var before = JsonConvert.DefaultSettings;
        try
        {
            JsonConvert.DefaultSettings = () => new JsonSerializerSettings
            {
                TypeNameHandling = TypeNameHandling.All,
                ContractResolver = new Newtonsoft.Json.Serialization.CamelCasePropertyNamesContractResolver(),
                DefaultValueHandling = DefaultValueHandling.Ignore,
                DateFormatString = "yyyy",
            };
            using var client = TestClient.Answering("""{"id": "s", "name": "n", "start_time": "2026-01-05T09:30:02.5+02:00"}""");

            var span = await client.Opper.Spans.CreateAsync(
                new CreateSpanRequest { Name = "n", StartTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Input = new { Zero = 0 } });

            Assert.That(client.Sent[0].Body, Is.EqualTo("""{"name":"n","start_time":"2026-01-02T03:04:05+00:00","input":{"Zero":0}}"""));
            Assert.That(span.StartTime!.Value.Minute, Is.EqualTo(30));
        }
        finally
        {
            JsonConvert.DefaultSettings = before;
        }
    }

    [Test]
    public async Task An_input_that_cannot_be_serialized_is_reported_and_nothing_is_sent()
    {
        using var client = TestClient.Answering("{}");
        var loop = new Loop();
        loop.Self = loop;

        var thrown = await Assert.CatchAsync<ArgumentException>(() => client.Opper.CallAsync(new CallRequest { Name = "n", Input = loop }));

        Assert.That(thrown!.Message, Does.Contain("cannot be written as JSON"));
        Assert.That(client.Sent, Is.Empty);
    }

    private sealed class Loop
    {
        public Loop? Self { get; set; }
    }
}
