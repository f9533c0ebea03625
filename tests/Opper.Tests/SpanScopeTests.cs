using Newtonsoft.Json.Linq;

namespace Opper.Tests;

/// <summary>Spans that calls stand under without being told.</summary>
public sealed class SpanScopeTests
{
    [Test]
    public async Task Calls_and_spans_find_their_parent_and_go_back_to_it()
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
    public async Task A_parent_that_the_caller_names_is_kept()
    {
        using var client = TestClient.Answering("""{"span_id": "c", "id": "x", "name": "n"}""");

        await using (await client.Opper.Spans.StartAsync("pipeline"))
        {
            await client.Opper.CallAsync(new CallRequest { Name = "n", ParentSpanId = "own" });
        }

        Assert.That((string?)JObject.Parse(client.Sent[1].Body)["parent_span_id"], Is.EqualTo("own"));
    }

    [Test]
    public async Task An_error_is_written_with_the_end()
    {
        using var client = TestClient.Answering("""{"id": "x", "name": "n"}""");

        await using (var span = await client.Opper.Spans.StartAsync("pipeline"))
        {
            span.SetError(new InvalidOperationException("no luck"));
        }

        Assert.That((string?)JObject.Parse(client.Sent[1].Body)["error"], Is.EqualTo("InvalidOperationException: no luck"));
    }

    [Test]
    public async Task A_stream_stands_under_the_span_too()
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
    public async Task A_span_whose_end_cannot_be_written_does_not_hide_what_the_work_threw()
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0, () => TestClient.Response("""{"id": "x", "name": "n"}"""), () => TestClient.Response("{}", 500));
        SpanScope? scope = null;

        await Assert.CatchAsync<InvalidTimeZoneException>(async () =>
        {
            await using var span = await client.Opper.Spans.StartAsync("pipeline");
            scope = span;
            throw new InvalidTimeZoneException("the work's own error");
        });

        Assert.That(scope!.EndFailure, Is.InstanceOf<OpperServerException>());
    }

    [Test]
    public async Task A_span_that_could_not_be_started_is_nobodys_parent()
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0, () => TestClient.Response("{}", 500), () => TestClient.Response("""{"span_id": "c"}"""));

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
}
