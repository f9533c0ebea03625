using Opper.Chat;
using Opper.Emulator;

namespace Opper.Integration.Compat;

/// <summary>What the client sends on the compat surface, what it rejects, and how it falls back in a list of models.</summary>
public sealed class CompatRequestTests() : EmulatorFixture(OpperSurface.Compat)
{
    [Test]
    public async Task A_call_is_sent_as_a_chat_with_name_parent_and_tags_in_headers()
    {
        await Client.CallAsync<Answer>(new CallRequest
        {
            Name = "team/ask",
            Instructions = "Answer.",
            Input = new { a = 1 },
            Model = "dynamic/support",
            ParentSpanId = "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee",
            Tags = new Dictionary<string, string> { ["env"] = "test", ["team"] = "a b" },
            Examples = [("in", new { Text = "out" })],
        });

        var sent = Emulator.Requests.Single();
        var body = JObject.Parse(sent.Body!);
        Assert.That((sent.Path, sent.Operation), Is.EqualTo(("/v3/compat/chat/completions", "Chat_CompleteCompat")));
        Assert.That((sent.Headers["X-Opper-Name"], sent.Headers["X-Opper-Parent-Span-Id"], sent.Headers["X-Opper-Tags"]),
            Is.EqualTo(("team/ask", "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee", "env:test,team:a b")));
        Assert.That((string?)body["model"], Is.EqualTo("dynamic/support"));
        Assert.That(body["messages"]!.Select(message => $"{message["role"]}: {message["content"]}"),
            Is.EqualTo(new[] { "system: Answer.", "user: in", """assistant: {"Text":"out"}""", """user: {"a":1}""" }));
        Assert.That((string?)body["response_format"]!["json_schema"]!["name"], Is.EqualTo("teamask"));
        Assert.That(body["response_format"]!["json_schema"]!["strict"], Is.Null);
        Assert.That(body.Properties().Select(property => property.Name), Is.EquivalentTo(new[] { "messages", "model", "response_format" }));
    }

    [Test]
    public async Task The_response_names_its_model()
    {
        var answer = await Client.CallAsync(new CallRequest { Name = "n", Input = "x", Model = "openai/gpt-4o" });

        Assert.That(answer.Model, Is.EqualTo("openai/gpt-4o"));
        Assert.That((await Client.CallAsync(new CallRequest { Name = "n", Input = "x" }, new RequestOptions { Surface = OpperSurface.TaskCalls })).Model,
            Is.Null);
    }

    [Test]
    public async Task A_raw_response_has_the_received_bytes()
    {
        var raw = await Client.Calls.WithRawResponse.CallAsync(new CallRequest { Name = "n", Input = "x" });

        Assert.That(JObject.Parse(System.Text.Encoding.UTF8.GetString(raw.Body.ToArray()))["choices"], Is.Not.Null);
        Assert.That(raw.Headers["X-Opper-Trace-Id"].Single(), Is.EqualTo(raw.Value.SpanId));
        Assert.That(double.Parse(raw.Headers["X-Opper-Cost"].Single(), System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(raw.Value.Cost!.Total));
    }

    private static IEnumerable<TestCaseData> WithoutCounterpart()
    {
        yield return Refused("Configuration ('invocation.cache.ttl')", call => call.Configuration = new CallConfiguration { CacheTtlSeconds = 60 });
        yield return Refused("Configuration ('invocation.few_shot.count')",
            call => call.Configuration = new CallConfiguration { FewShotCountReferenceForm = 3 });
        yield return Refused("AdditionalProperties ('seed')", call => call.AdditionalProperties["seed"] = 7);
        yield return Refused("ExtraHeaders", call => call.Model = ModelSelection.Of("m", null, new { x = "y" }));
        yield return Refused("ExtraHeaders", call => call.Model = ModelSelection.Fallback("a", ModelSelection.Of("m", null, new { x = "y" })));
        yield return Refused("more than 8", call => call.Tags = Enumerable.Range(0, 9).ToDictionary(number => $"k{number}", _ => "v"));
        yield return Refused("comma", call => call.Tags = new Dictionary<string, string> { ["a"] = "b,c" });
        yield return Refused("colon", call => call.Tags = new Dictionary<string, string> { ["a:b"] = "c" });
        yield return Refused("ASCII", call => call.Tags = new Dictionary<string, string> { ["a"] = "ö" });
        yield return Refused("Name ('name')", call => call.Name = "hälsa");

        static TestCaseData Refused(string field, Action<CallRequest> change) => new TestCaseData(field, change).SetName($"Refused before sending: {field}");
    }

    [TestCaseSource(nameof(WithoutCounterpart))]
    public async Task Settings_without_an_equivalent_are_rejected_before_sending(string field, Action<CallRequest> change)
    {
        var request = new CallRequest { Name = "n", Input = "x" };
        change(request);

        var whole = await Assert.CatchAsync<NotSupportedException>(() => Client.CallAsync(request));
        var typed = await Assert.CatchAsync<NotSupportedException>(() => Client.CallAsync<Answer>(request));
        var streamed = await Assert.CatchAsync<NotSupportedException>(() => Client.StreamAsync(request).GetFinalResultAsync());

        Assert.That(new[] { whole!.Message, typed!.Message, streamed!.Message }, Is.All.Contain(field).And.All.Contain("OpperSurface.TaskCalls"));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task An_empty_configuration_has_no_effect_and_is_accepted()
    {
        await Client.CallAsync(new CallRequest { Name = "n", Input = "x", Configuration = new CallConfiguration() });

        Assert.That(Emulator.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(404)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    public async Task The_next_model_is_tried_immediately_if_one_was_unavailable(int status)
    {
        Emulator.OnCall("n").Returns(call => $"by {call.Model}");
        Emulator.OnCall("n").When(call => call.Model != "openai/c").Throws(status);
        var request = new CallRequest
        {
            Name = "n",
            Input = "x",
            Model = ModelSelection.Fallback("openai/a", ModelSelection.Of("openai/b", new { temperature = 1 }), "openai/c"),
        };

        var answer = await Client.CallAsync<string>(request);
        var text = string.Concat(await Client.StreamTextAsync(request).ToListAsync());

        Assert.That((answer.Value, answer.Response.Model, text), Is.EqualTo(("by openai/c", "openai/c", "by openai/c")));
        Assert.That(Emulator.Requests.Take(3).Select(sent => (string?)JObject.Parse(sent.Body!)["model"]),
            Is.EqualTo(new[] { "openai/a", "openai/b", "openai/c" }));
        Assert.That(Emulator.Requests.Take(3).Select(sent => (int?)JObject.Parse(sent.Body!)["temperature"]), Is.EqualTo(new int?[] { null, 1, null }));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(408)]
    [TestCase(409)]
    [TestCase(504)]
    public async Task Errors_that_are_permanent_or_may_have_been_charged_stop_the_fallback(int status)
    {
        Emulator.OnCall("n").Throws(status);

        var thrown = await Assert.CatchAsync<OpperApiException>(
            () => Client.CallAsync<string>(new CallRequest { Name = "n", Input = "x", Model = new[] { "openai/a", "openai/b" } }));

        Assert.That((int)thrown!.StatusCode, Is.EqualTo(status));
        Assert.That(Emulator.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(EmulatorFaultKind.ConnectionReset)]
    [TestCase(EmulatorFaultKind.CutBody)]
    public async Task A_lost_connection_stops_the_fallback_because_the_call_may_have_been_charged(EmulatorFaultKind kind)
    {
        using var fault = Emulator.AddFault(new EmulatorFault { Kind = kind, Operation = "Chat_CompleteCompat" });

        await Assert.CatchAsync<OpperConnectionException>(
            () => Client.CallAsync<string>(new CallRequest { Name = "n", Input = "x", Model = new[] { "openai/a", "openai/b" } }));

        Assert.That(Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task All_models_share_one_time_limit()
    {
        using var refused = Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, Operation = "Chat_CompleteCompat", Times = 1 });
        using var stalled = Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.StalledHeaders, Operation = "Chat_CompleteCompat" });
        var client = Client.WithOptions(options => options.Timeout = TimeSpan.FromSeconds(2));

        var thrown = await Assert.CatchAsync<OpperTimeoutException>(
            () => client.CallAsync<string>(new CallRequest { Name = "n", Input = "x", Model = new[] { "openai/a", "openai/b", "openai/c" } }));

        Assert.That((thrown!.Kind, thrown.Timeout, thrown.Attempts), Is.EqualTo((OpperTimeoutKind.Total, TimeSpan.FromSeconds(2), 2)));
    }

    [Test]
    public async Task The_last_model_is_retried_and_its_error_reported()
    {
        Emulator.OnCall("n").Throws(503);
        var client = Client.WithOptions(options => (options.MaxRetries, options.RetryBaseDelay) = (2, TimeSpan.Zero));

        var thrown = await Assert.CatchAsync<OpperServerException>(
            () => client.CallAsync<string>(new CallRequest { Name = "n", Input = "x", Model = new[] { "openai/a", "openai/b" } }));

        Assert.That(thrown!.Attempts, Is.EqualTo(4));
        Assert.That(Emulator.Requests.Select(sent => (string?)JObject.Parse(sent.Body!)["model"]),
            Is.EqualTo(new[] { "openai/a", "openai/b", "openai/b", "openai/b" }));
    }

    [Test]
    public async Task A_schema_is_sent_as_strict_if_its_objects_can_be_closed()
    {
        var client = Client.WithOptions(options => options.StrictSchemas = true);
        var loose = JsonNodeOf(
            """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array","items":{"type":"object","properties":{"c":{"type":"integer"}}}}}"""
            + ""","required":["a"]}""");

        await client.CallAsync(new CallRequest { Name = "n", Input = "x", OutputSchema = loose });
        await client.CallAsync<Dictionary<string, int>>("n", "x");

        var sent = Emulator.Requests.Select(request => JObject.Parse(request.Body!)["response_format"]!["json_schema"]!).ToList();
        Assert.That((bool?)sent[0]["strict"], Is.True);
        Assert.That(sent[0]["schema"]!.ToString(Formatting.None),
            Is.EqualTo(
                """{"type":"object","properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":"""
                + """[{"type":"integer"},{"type":"null"}]}},"required":["c"],"additionalProperties":false}},{"type":"null"}]}},"required":["a","b"]"""
                + ""","additionalProperties":false}"""));
        Assert.That(sent[1]["strict"], Is.Null);
    }

    [Test]
    public async Task A_dictionary_in_a_chat_is_requested_without_strict()
    {
        await Client.Chat.CompleteAsync<Dictionary<string, int>>(new ChatCompletionRequest { Messages = [ChatMessage.User("x")] });

        Assert.That((bool?)JObject.Parse(Emulator.Requests.Single().Body!)["response_format"]!["json_schema"]!["strict"], Is.False);
    }

    [Test]
    public async Task Models_are_listed_with_and_without_a_key()
    {
        var ours = await Client.Models.ListCompatAsync();
        var all = await Client.Models.ListPublicAsync();
        using var http = new HttpClient();

        Assert.That(ours.Data.Select(model => model.Id), Does.Contain("openai/gpt-4o-mini").And.EquivalentTo(all.Models.Select(model => model.Id)));
        Assert.That((await http.GetAsync(new Uri(Emulator.BaseAddress, "v3/models"))).IsSuccessStatusCode, Is.True);
        Assert.That((int)(await http.GetAsync(new Uri(Emulator.BaseAddress, "v3/compat/models"))).StatusCode, Is.EqualTo(401));
    }

    private static object JsonNodeOf(string json) => RawJson.Parse(json);

    private sealed record Answer(string Text);
}
