using System.Diagnostics;
using Newtonsoft.Json.Linq;
using Opper.Chat;
using Opper.Embeddings;
using Opper.Functions;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Activities and metrics of model calls.</summary>
[NonParallelizable]
public sealed class DiagnosticsTests
{
    private const string Answer = """{"span_id": "s1", "message": "the secret answer", "cached": true, "usage": {"input_tokens": 41, "output_tokens": """
        + """12, "total_tokens": 53, "input_tokens_details": {"cached_tokens": 7}, "output_tokens_details": {"reasoning_tokens": 3}}, "cost": """
        + """{"generation": 0.0001, "platform": 0.00001, "total": 0.00011}}""";

    [Test]
    public async Task A_call_creates_an_activity_with_model_tokens_cost_and_span()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer);

        await client.Opper.CallAsync(new CallRequest { Name = "geo/capital", Input = "Norway", Model = "openai/gpt-4o-mini" });

        var activity = listeners.Only;
        Assert.That((activity.DisplayName, activity.Kind, activity.Status),
            Is.EqualTo(("generate_content openai/gpt-4o-mini", ActivityKind.Client, ActivityStatusCode.Unset)));
        Assert.That(activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value), Is.EquivalentTo(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "generate_content",
            ["gen_ai.provider.name"] = "opper",
            ["gen_ai.request.model"] = "openai/gpt-4o-mini",
            ["gen_ai.output.type"] = "text",
            ["gen_ai.usage.input_tokens"] = 41L,
            ["gen_ai.usage.output_tokens"] = 12L,
            ["gen_ai.usage.cache_read.input_tokens"] = 7L,
            ["gen_ai.usage.reasoning.output_tokens"] = 3L,
            ["server.address"] = "api.example.test",
            ["server.port"] = 443,
            ["opper.function.name"] = "geo/capital",
            ["opper.span_id"] = "s1",
            ["opper.cost"] = 0.00011,
            ["opper.cached"] = true,
        }));
    }

    [Test]
    public async Task A_call_records_metrics_for_duration_tokens_and_cost()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer);

        await client.Opper.CallAsync<string>(new CallRequest { Name = "n", Model = "m" });

        Assert.That(listeners.Of("gen_ai.client.token.usage").Select(usage => (usage.Value, usage.Unit, usage.Tags["gen_ai.token.type"],
            usage.Tags["gen_ai.request.model"])), Is.EqualTo(new[] { (41d, "{token}", (object?)"input", (object?)"m"), (12d, "{token}", "output", "m") }));
        Assert.That(listeners.Of("opper.cost").Single().Value, Is.EqualTo(0.00011));
        Assert.That(listeners.Of("gen_ai.client.operation.time_to_first_chunk"), Is.Empty, "Only streams have chunks.");
        var duration = listeners.Of("gen_ai.client.operation.duration").Single();
        Assert.That(duration.Unit, Is.EqualTo("s"));
        Assert.That(duration.Tags.Keys,
            Is.EquivalentTo(new[] { "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "server.address", "server.port" }));
    }

    [Test]
    public async Task Function_calls_chats_and_embeddings_have_their_own_operation_names()
    {
        using var listeners = new Listeners();
        using var calls = TestClient.Answering(Answer);
        using var chats = TestClient.Answering("""{"id": "c1", "created": 1, "model": "gpt-4o-mini-2024", "choices": [{"index": """
            + """0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x"}}], "usage": {"prompt_tokens": 5, "completion_tokens": """
            + """2, "total_tokens": 7}}""");
        using var embeddings = TestClient.Answering(
            """{"model": "e-large", "data": [{"index": 0, "embedding": [0.5]}], "usage": {"prompt_tokens": 9, "total_tokens": 9}}""");

        await calls.Opper.Functions.CallAsync("f-7", new CallFunctionRequest());
        await chats.Opper.Chat.CompleteAsync(new ChatCompletionRequest
        {
            Model = "gpt-4o-mini",
            Temperature = 0.5,
            Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } },
        });
        await embeddings.Opper.Embeddings.CreateAsync(new CreateEmbeddingRequest { Input = "x" });

        var activities = listeners.Activities.ToList();
        Assert.That(activities.Select(activity => activity.DisplayName), Is.EqualTo(new[] { "generate_content", "chat gpt-4o-mini", "embeddings" }));
        Assert.That(activities[0].GetTagItem("opper.function.id"), Is.EqualTo("f-7"));
        Assert.That((activities[1].GetTagItem("gen_ai.response.model"), activities[1].GetTagItem("gen_ai.response.id"), activities[1].GetTagItem(
            "gen_ai.request.temperature"), activities[1].GetTagItem("gen_ai.usage.output_tokens")), Is.EqualTo(("gpt-4o-mini-2024", "c1", 0.5, 2L)));
        Assert.That(activities[1].GetTagItem("gen_ai.response.finish_reasons"), Is.EqualTo(new[] { "stop" }));
        Assert.That((activities[2].GetTagItem("gen_ai.response.model"), activities[2].GetTagItem("gen_ai.usage.input_tokens")), Is.EqualTo(("e-large", 9L)));
    }

    [TestCase("""[{"finish_reason": "length"}], "choices": [{"finish_reason": "stop"}]""", "stop")]
    [TestCase("""[{"finish_reason": "length"}], "choices": [{}]""", null)]
    [TestCase("""[{"finish_reason": "length"}], "choices": null""", null)]
    [TestCase("""null, "choices": [{"finish_reason": "length"}]""", "length")]
    public async Task Repeated_choices_replace_the_earlier_ones(string choices, string? reason)
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering($$"""{"id": "c1", "model": "m", "choices": {{choices}}}""");

        await client.Opper.Chat.WithRawResponse.CompleteAsync(
            new ChatCompletionRequest { Model = "m", Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } } });

        Assert.That(listeners.Only.GetTagItem("gen_ai.response.finish_reasons"), Is.EqualTo(reason is null ? null : new[] { reason }));
    }

    [Test]
    public async Task An_error_has_its_status_as_error_type_on_activity_and_metric()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering("{}", 429, configure: options => options.MaxRetries = 0);

        await Assert.CatchAsync<OpperRateLimitException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That((listeners.Only.Status, listeners.Only.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, "429")));
        Assert.That(listeners.Of("gen_ai.client.operation.duration").Single().Tags["error.type"], Is.EqualTo("429"));
    }

    [Test]
    public async Task The_activity_of_a_stream_lasts_until_it_was_read_and_has_the_time_to_the_first_chunk()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Streaming("data: {\"span_id\": \"s2\"}\n\ndata: {\"delta\": \"a\"}\n\ndata: {\"delta\": \"b\"}\n\n");

        var pieces = 0;
        await foreach (var _ in client.Opper.StreamAsync(new CallRequest { Name = "n", Model = "m" }))
        {
            pieces++;
            Assert.That(listeners.Activities, Is.Empty, "It is still being read.");
        }

        Assert.That(pieces, Is.EqualTo(3));
        Assert.That((listeners.Only.DisplayName, listeners.Only.GetTagItem("gen_ai.request.stream"), listeners.Only.GetTagItem("opper.span_id"),
            listeners.Only.Status), Is.EqualTo(("generate_content m", true, "s2", ActivityStatusCode.Unset)));
        Assert.That(listeners.Only.GetTagItem("gen_ai.response.time_to_first_chunk"), Is.InstanceOf<double>());
        Assert.That(listeners.Of("gen_ai.client.operation.time_to_first_chunk").Count(), Is.EqualTo(1));
        Assert.That(listeners.Of("gen_ai.client.operation.duration").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stream_that_is_abandoned_ends_its_activity()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Streaming("data: {\"delta\": \"a\"}\n\ndata: {\"delta\": \"b\"}\n\n");

        await foreach (var _ in client.Opper.StreamAsync(new CallRequest { Name = "n" }))
        {
            break;
        }

        Assert.That(listeners.Only.Status, Is.EqualTo(ActivityStatusCode.Unset));
    }

    [TestCase("data: {\"chunk_type\": \"error\", \"error_type\": \"ModelError\", \"error_message\": \"x\"}\n\n", "ModelError")]
    [TestCase("data: {\"delta\": \"a\n\n", "Opper.OpperStreamException")]
    public async Task A_stream_that_fails_is_reported(string events, string errorType)
    {
        using var listeners = new Listeners();
        using var client = TestClient.Streaming(events);

        await Assert.CatchAsync<OpperStreamException>(() => client.Opper.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync());

        Assert.That((listeners.Only.Status, listeners.Only.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, errorType)));
    }

    [Test]
    public async Task A_streamed_chat_has_the_tokens_of_its_last_chunk()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Streaming("""
            data: {"id": "c1", "created": 1, "model": "gpt", "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}]}

            data: {"id": "c1", "created": 1, "model": "gpt", "choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}}

            data: [DONE]


            """);

        await foreach (var _ in client.Opper.Chat.StreamAsync(
            new ChatCompletionRequest { Messages = { new ChatMessage { Role = ChatRole.User, Content = "hi" } } }))
        {
        }

        Assert.That((listeners.Only.DisplayName, listeners.Only.GetTagItem("gen_ai.usage.input_tokens"), listeners.Only.GetTagItem("gen_ai.response.model")),
            Is.EqualTo(("chat", 5L, "gpt")));
    }

    [Test]
    public async Task A_streamed_chat_has_model_and_tokens_from_any_chunk()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Streaming("""
            data: {"id": "", "created": 0, "model": "", "choices": []}

            data: {"id": "c1", "created": 1, "model": "gpt", "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": ""}], "usage": {"prompt_tokens": 5, "completion_tokens": 0, "total_tokens": 5}}

            data: {"id": "c1", "created": 1, "model": "gpt", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop", "usage": {"prompt_tokens": 0, "completion_tokens": 2, "total_tokens": 2}}]}

            data: [DONE]


            """);

        await client.Opper.Chat.StreamAsync(new ChatCompletionRequest { Messages = { ChatMessage.User("hi") } }).GetFinalCompletionAsync();

        var activity = listeners.Only;
        Assert.That((activity.GetTagItem("gen_ai.response.id"), activity.GetTagItem("gen_ai.response.model")), Is.EqualTo(("c1", "gpt")));
        Assert.That((activity.GetTagItem("gen_ai.usage.input_tokens"), activity.GetTagItem("gen_ai.usage.output_tokens")), Is.EqualTo((5L, 2L)));
        Assert.That(activity.GetTagItem("gen_ai.response.finish_reasons"), Is.EqualTo(new[] { "stop" }));
    }

    [Test]
    public async Task Message_content_is_recorded_only_if_enabled()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer);
        using var recording = TestClient.Answering(Answer, configure: options => options.RecordContent = true);
        using var streaming = TestClient.Streaming("data: {\"delta\": \"a\"}\n\ndata: {\"delta\": \"b\"}\n\n", options => options.RecordContent = true);
        var request = new CallRequest { Name = "n", Instructions = "do it", Input = new { mail = "private" } };

        await client.Opper.CallAsync<string>(request);
        await recording.Opper.CallAsync<string>(request);
        await streaming.Opper.StreamAsync(request).GetFinalResultAsync();

        var activities = listeners.Activities.ToList();
        Assert.That(string.Concat(activities[0].TagObjects.Select(tag => tag.Value)),
            Does.Not.Contain("private").And.Not.Contain("secret").And.Not.Contain("do it"));
        Assert.That(activities[1].GetTagItem("gen_ai.system_instructions"), Is.EqualTo("""[{"type":"text","content":"do it"}]"""));
        Assert.That(activities[1].GetTagItem("gen_ai.input.messages"),
            Is.EqualTo("""[{"role":"user","parts":[{"type":"text","content":"{\"mail\":\"private\"}"}]}]"""));
        Assert.That(activities[1].GetTagItem("gen_ai.output.messages"),
            Is.EqualTo("""[{"role":"assistant","parts":[{"type":"text","content":"the secret answer"}],"finish_reason":"stop"}]"""));
        Assert.That(activities[2].GetTagItem("gen_ai.output.messages"),
            Is.EqualTo("""[{"role":"assistant","parts":[{"type":"text","content":"ab"}],"finish_reason":"stop"}]"""));
    }

    [Test]
    public async Task The_request_carries_the_traceparent_of_the_calls_activity_but_no_baggage()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer);
        using var host = new Activity("host").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("user", "ann").Start();

        await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(client.Sent[0].Headers["traceparent"], Is.EqualTo(listeners.Only.Id));
        Assert.That(listeners.Only.ParentId, Is.EqualTo(host.Id));
        Assert.That(client.Sent[0].Headers.Values, Has.None.Contain("ann"));
        Assert.That(Activity.Current, Is.SameAs(host));
    }

    [Test]
    public async Task Without_listeners_the_request_carries_the_hosts_traceparent()
    {
        using var client = TestClient.Answering(Answer);
        using var host = new Activity("host").SetIdFormat(ActivityIdFormat.W3C).Start();

        await client.Opper.Functions.ListAsync();

        Assert.That(client.Sent[0].Headers["traceparent"], Is.EqualTo(host.Id));
    }

    [Test]
    public async Task Without_an_activity_there_is_no_traceparent()
    {
        using var client = TestClient.Answering(Answer);

        await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(client.Sent[0].Headers, Does.Not.ContainKey("traceparent"));
    }

    [Test]
    public async Task A_span_and_its_activity_refer_to_each_other()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer.Replace("{\"span_id\"", "{\"id\": \"x\", \"name\": \"n\", \"span_id\"", StringComparison.Ordinal));

        SpanScope scope;
        await using (scope = await client.Opper.Spans.StartAsync("pipeline"))
        {
            await client.Opper.CallAsync(new CallRequest { Name = "n" });
            scope.SetError(new InvalidOperationException("no"));
        }

        var (call, span) = (listeners.Activities.First(), listeners.Activities.Last());
        Assert.That((span.DisplayName, span.Status, span.GetTagItem("error.type")),
            Is.EqualTo(("pipeline", ActivityStatusCode.Error, "System.InvalidOperationException")));
        Assert.That((span.GetTagItem("opper.trace_id"), span.GetTagItem("opper.span_id")), Is.EqualTo((scope.TraceId, scope.Id)));
        Assert.That(call.ParentId, Is.EqualTo(span.Id));
        Assert.That((call.GetTagItem("opper.trace_id"), call.GetTagItem("opper.parent_span_id")), Is.EqualTo((scope.TraceId, scope.Id)));
        var meta = JObject.Parse(client.Sent[0].Body)["meta"]!;
        Assert.That(((string?)meta["otel_trace_id"], (string?)meta["otel_span_id"]), Is.EqualTo((span.TraceId.ToHexString(), span.SpanId.ToHexString())));
        Assert.That(Activity.Current, Is.Null);
    }

    [Test]
    public async Task A_call_under_a_span_of_another_source_has_its_id_unless_it_sets_its_own_parent()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering(Answer);
        var opper = client.Opper.WithOptions(options => options.SpanContextSource = new Elsewhere());

        await opper.CallAsync(new CallRequest { Name = "n" });
        await opper.CallAsync(new CallRequest { Name = "n", ParentSpanId = "mine" });

        Assert.That(listeners.Activities.Select(call => (call.GetTagItem("opper.trace_id"), call.GetTagItem("opper.parent_span_id"))),
            Is.EqualTo(new[] { ((object?)"their trace", (object?)"their span"), (null, "mine") }));
        Assert.That(client.Sent.Select(sent => (string?)JObject.Parse(sent.Body)["parent_span_id"]), Is.EqualTo(new[] { "their span", "mine" }));
    }

    [Test]
    public async Task Without_a_listener_the_span_id_is_set_on_the_activity_of_the_host()
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");
        using var host = new Activity("host").SetIdFormat(ActivityIdFormat.W3C).Start();

        await using var scope = await client.Opper.Spans.StartAsync("pipeline");

        Assert.That(host.GetTagItem("opper.span_id"), Is.EqualTo(scope.Id));
        Assert.That((string?)JObject.Parse(client.Sent[0].Body)["meta"]!["otel_trace_id"], Is.EqualTo(host.TraceId.ToHexString()));
    }

    [Test]
    public async Task Other_operations_have_no_generative_AI_telemetry()
    {
        using var listeners = new Listeners();
        using var client = TestClient.Answering("""{"meta": {"total_count": 0}, "data": []}""");

        await client.Opper.Functions.ListAsync();

        Assert.That(listeners.Activities, Is.Empty);
        Assert.That(listeners.Measurements, Is.Empty);
    }

    private sealed class Elsewhere : ISpanContextSource
    {
        public OpperSpanContext? Current => new("their span", "their trace");

        public ValueTask EnsureRecordedAsync(CancellationToken cancellationToken = default) => default;
    }
}
