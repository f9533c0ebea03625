using Newtonsoft.Json.Linq;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Delegates that run within a span.</summary>
public sealed class TraceRunTests
{
    private const string Any = """{"span_id": "c", "id": "x", "name": "n", "message": "hello"}""";

    [Test]
    public async Task The_result_of_the_delegate_is_returned_and_recorded_as_the_output()
    {
        using var client = TestClient.Answering(Any);

        var length = await client.Opper.Spans.RunAsync("measure", new { text = "abc" }, async span =>
        {
            await Task.Yield();
            return 3;
        });

        var (start, end) = (JObject.Parse(client.Sent[0].Body), JObject.Parse(client.Sent[1].Body));
        Assert.That(length, Is.EqualTo(3));
        Assert.That((string?)start["input"]!["text"], Is.EqualTo("abc"));
        Assert.That((string?)end["output"], Is.EqualTo("3"));
        Assert.That(end["end_time"], Is.Not.Null);
    }

    [Test]
    public async Task The_recorded_output_of_a_call_is_its_value_without_the_response_metadata()
    {
        using var client = TestClient.Answering(Any);

        await client.Opper.Spans.RunAsync("greet", _ => client.Opper.CallAsync<string>("greet"));

        Assert.That((string?)JObject.Parse(client.Sent[2].Body)["output"], Is.EqualTo("hello"));
    }

    [Test]
    public async Task An_exception_is_recorded_and_rethrown()
    {
        using var client = TestClient.Answering(Any);

        await Assert.CatchAsync<InvalidTimeZoneException>(
            () => client.Opper.Spans.RunAsync("fail", "in", _ => throw new InvalidTimeZoneException("no such zone")));

        var end = JObject.Parse(client.Sent[1].Body);
        Assert.That((string?)end["error"], Is.EqualTo("InvalidTimeZoneException: no such zone"));
        Assert.That(end["output"], Is.Null);
    }

    [Test]
    public async Task A_delegate_without_a_result_can_set_the_output_and_nested_spans_are_its_children()
    {
        using var client = TestClient.Answering(Any);

        await client.Opper.Spans.RunAsync("outer", async outer =>
        {
            await client.Opper.Spans.RunAsync("inner", async _ => await client.Opper.CallAsync(new CallRequest { Name = "n" }));
            outer.SetOutput("done");
        });

        var bodies = client.Sent.Select(sent => JObject.Parse(sent.Body)).ToList();
        Assert.That((string?)bodies[1]["parent_id"], Is.EqualTo((string?)bodies[0]["id"]));
        Assert.That((string?)bodies[2]["parent_span_id"], Is.EqualTo((string?)bodies[1]["id"]));
        Assert.That((string?)bodies[^1]["output"], Is.EqualTo("done"));
    }

    [Test]
    public async Task A_tracing_failure_does_not_fail_the_delegate()
    {
        using var client = TestClient.Answering("{}", 500, configure: options => options.MaxRetries = 0);

        Assert.That(await client.Opper.Spans.RunAsync("work", "in", _ => Task.FromResult(7)), Is.EqualTo(7));
    }

    [Test]
    public async Task A_strict_client_throws_when_the_end_cannot_be_written()
    {
        using var client = TestClient.AnsweringInTurn(options => (options.MaxRetries, options.StrictTracing) = (0, true), () => TestClient.Response(Any),
            () => TestClient.Response("{}", 500));

        await Assert.CatchAsync<OpperServerException>(() => client.Opper.Spans.RunAsync("work", "in", _ => Task.FromResult(7)));
    }

    [Test]
    public async Task An_unresponsive_tracing_endpoint_delays_the_delegate_by_at_most_the_tracing_timeout()
    {
        using var client = new TestClient(options => options.TracingTimeout = TimeSpan.FromMilliseconds(1));
        client.Mock.Fallback.Respond(async () =>
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return new HttpResponseMessage();
        });
        SpanScope? seen = null;

        await client.Opper.Spans.RunAsync("work", _ => Task.FromResult(seen = _));

        Assert.That((seen!.Failure as OpperTimeoutException)?.Kind, Is.EqualTo(OpperTimeoutKind.Total));
    }
}
