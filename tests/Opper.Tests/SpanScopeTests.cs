using Newtonsoft.Json.Linq;
using Opper.Functions;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Ambient spans as parents of calls.</summary>
public sealed class SpanScopeTests
{
    [Test]
    public async Task Calls_and_spans_get_the_current_span_as_parent_and_restore_it()
    {
        using var client = TestClient.Answering("""{"span_id": "c", "id": "x", "name": "n"}""");

        await using (var root = await client.Opper.Spans.StartAsync("pipeline", input: "in"))
        {
            await client.Opper.CallAsync(new CallRequest { Name = "first" });
            await using (await client.Opper.Spans.StartAsync("step"))
            {
                await client.Opper.Functions.CallAsync("f1", new CallFunctionRequest());
            }

            await client.Opper.CallAsync(new CallRequest { Name = "last" });
            root.SetOutput("out");
        }

        await client.Opper.CallAsync(new CallRequest { Name = "outside" });

        var bodies = client.Sent.Select(sent => sent.Body.Length > 0 ? JObject.Parse(sent.Body) : []).ToList();
        var (rootId, stepId) = ((string?)bodies[0]["id"], (string?)bodies[2]["id"]);
        Assert.That(bodies[0]["parent_id"], Is.Null);
        Assert.That((string?)bodies[1]["parent_span_id"], Is.EqualTo(rootId));
        Assert.That((string?)bodies[2]["parent_id"], Is.EqualTo(rootId));
        Assert.That((string?)bodies[2]["trace_id"], Is.EqualTo((string?)bodies[0]["trace_id"]));
        Assert.That((string?)bodies[3]["parent_span_id"], Is.EqualTo(stepId));
        Assert.That(bodies[4]["end_time"], Is.Not.Null);
        Assert.That((string?)bodies[5]["parent_span_id"], Is.EqualTo(rootId), "the step has ended");
        Assert.That((string?)bodies[6]["output"], Is.EqualTo("out"));
        Assert.That(bodies[7]["parent_span_id"], Is.Null, "the root has ended");
    }

    [Test]
    public async Task An_explicit_parent_span_id_is_kept()
    {
        using var client = TestClient.Answering("""{"span_id": "c", "id": "x", "name": "n"}""");

        await using (await client.Opper.Spans.StartAsync("pipeline"))
        {
            await client.Opper.CallAsync(new CallRequest { Name = "n", ParentSpanId = "own" });
        }

        Assert.That((string?)JObject.Parse(client.Sent[1].Body)["parent_span_id"], Is.EqualTo("own"));
    }

    [Test]
    public async Task An_error_is_written_when_the_span_ends()
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");

        await using (var span = await client.Opper.Spans.StartAsync("pipeline"))
        {
            span.SetError(new InvalidOperationException("no luck"));
        }

        Assert.That((string?)JObject.Parse(client.Sent[1].Body)["error"], Is.EqualTo("InvalidOperationException: no luck"));
    }

    [Test]
    public async Task A_stream_is_a_child_of_the_current_span()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"x\"}\n\n");
        using var spans = TestClient.Answering("""{"id": "x", "name": "n"}""");

        await using (var span = await spans.Opper.Spans.StartAsync("pipeline"))
        {
            await client.Opper.StreamAsync(new CallRequest { Name = "n" }).GetFinalResultAsync();
            Assert.That((string?)JObject.Parse(client.Sent[0].Body)["parent_span_id"], Is.EqualTo(span.Id));
        }
    }

    [Test]
    public async Task A_failure_to_end_a_span_does_not_hide_the_exception_of_the_caller()
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0, () => TestClient.Response("""{"id": "x", "name": "n"}"""),
            () => TestClient.Response("{}", 500));
        SpanScope? scope = null;

        await Assert.CatchAsync<InvalidTimeZoneException>(async () =>
        {
            await using var span = await client.Opper.Spans.StartAsync("pipeline");
            scope = span;
            throw new InvalidTimeZoneException("the work's own error");
        });

        Assert.That(scope!.Failure, Is.InstanceOf<OpperServerException>());
    }

    [Test]
    public async Task A_failure_to_create_a_span_is_ignored_and_the_span_is_not_used_as_a_parent()
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0, () => TestClient.Response("{}", 500),
            () => TestClient.Response("""{"span_id": "c"}"""));

        var span = await client.Opper.Spans.StartAsync("pipeline");
        await client.Opper.CallAsync(new CallRequest { Name = "n" });
        await span.RecordMetricAsync("relevance", 1);
        await span.DisposeAsync();

        Assert.That(span.Failure, Is.InstanceOf<OpperServerException>());
        Assert.That(client.Sent[1].Body, Is.EqualTo("""{"name":"n"}"""));
        Assert.That(client.Sent, Has.Count.EqualTo(2), "Nothing is written to a span that is not there.");
    }

    [Test]
    public async Task A_strict_client_throws_if_a_span_cannot_be_created()
    {
        using var client = TestClient.AnsweringInTurn(Strict, () => TestClient.Response("{}", 500), () => TestClient.Response("""{"span_id": "c"}"""));

        await Assert.CatchAsync<OpperServerException>(async () =>
        {
            try
            {
                await client.Opper.Spans.StartAsync("pipeline");
            }
            finally
            {
                await client.Opper.CallAsync(new CallRequest { Name = "n" });
            }
        });

        Assert.That(client.Sent[1].Body, Is.EqualTo("""{"name":"n"}"""));
    }

    [Test]
    public async Task A_value_that_cannot_be_serialized_is_dropped_without_losing_the_span()
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");
        var loop = new Loop();

        var span = await client.Opper.Spans.StartAsync("pipeline", input: loop);
        span.SetOutput(loop);
        await span.DisposeAsync();

        Assert.That(span.Failure, Is.Not.Null);
        Assert.That(client.Sent.Select(sent => (sent.Method, JObject.Parse(sent.Body).ContainsKey("input"), JObject.Parse(sent.Body).ContainsKey("output"))),
            Is.EqualTo(new[] { ("POST", false, false), ("PATCH", false, false) }));
    }

    [Test]
    public async Task Metrics_and_feedback_are_written_to_the_span()
    {
        using var client = TestClient.Answering(
            """{"id": "x", "name": "n", "span_id": "s", "dimension": "relevance", "value": 1, "created_at": "2026-01-05T09:30:00Z", "score": """
            + """1, "example_saved": true}""");

        var span = await client.Opper.Spans.StartAsync("pipeline");
        await span.RecordMetricAsync("relevance", 0.82, "by hand");
        await span.DisposeAsync();
        await span.FeedbackAsync(0.5, saveToDataset: true);

        Assert.That((client.Sent[1].Url, client.Sent[1].Body),
            Is.EqualTo(($"https://api.example.test/v2/spans/{span.Id}/metrics", """{"dimension":"relevance","value":0.82,"comment":"by hand"}""")));
        Assert.That((client.Sent[3].Url, client.Sent[3].Body),
            Is.EqualTo(($"https://api.example.test/v2/spans/{span.Id}/feedback", """{"score":0.5,"save_to_dataset":true}""")));
    }

    [Test]
    public async Task Metrics_and_feedback_that_cannot_be_written_fail_a_strict_client_only()
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0, () => TestClient.Response("""{"id": "x", "name": "n"}"""),
            () => TestClient.Response("{}", 404));
        using var strict = TestClient.AnsweringInTurn(Strict, () => TestClient.Response("""{"id": "x", "name": "n"}"""), () => TestClient.Response("{}", 404));

        var span = await client.Opper.Spans.StartAsync("pipeline");
        await span.FeedbackAsync(1);
        var strictSpan = await strict.Opper.Spans.StartAsync("pipeline");

        Assert.That(span.Failure, Is.InstanceOf<OpperNotFoundException>());
        await Assert.CatchAsync<OpperNotFoundException>(() => strictSpan.RecordMetricAsync("relevance", 1));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public async Task A_score_out_of_range_is_rejected(double score)
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");
        var span = await client.Opper.Spans.StartAsync("pipeline");

        Assert.That(() => span.FeedbackAsync(score), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contain("between 0 and 1"));
    }

    [Test]
    public async Task Meta_is_written_when_the_span_ends()
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");

        await using (var span = await client.Opper.Spans.StartAsync("pipeline"))
        {
            span.SetMeta("tenant", "acme");
            span.SetMeta("tries", 2);
        }

        Assert.That(JObject.Parse(client.Sent[1].Body)["meta"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"tenant":"acme","tries":2}"""));
    }

    private static void Strict(OpperClientOptions options) => (options.MaxRetries, options.StrictTracing) = (0, true);

    private sealed class Loop
    {
        public Loop Self => this;
    }
}
