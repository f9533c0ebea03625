using System.Collections.Concurrent;
using System.Net;
using Newtonsoft.Json.Linq;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Spans that are recorded in the background.</summary>
public sealed class SpanQueueTests
{
    [Test]
    public async Task Starting_and_ending_a_queued_span_does_not_wait()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue();
        var opper = server.Client(queue);

        var start = opper.Spans.StartAsync("work");
        Assert.That(start.IsCompletedSuccessfully, Is.True);
        Assert.That((await start).DisposeAsync().AsTask().IsCompletedSuccessfully, Is.True);
        server.Gate.SetResult();
    }

    [Test]
    public async Task The_writes_of_a_span_are_sent_in_order()
    {
        using var server = new SpanServer();
        await using var queue = new OpperSpanQueue();
        var opper = server.Client(queue);

        for (var i = 0; i < 50; i++)
        {
            await using var span = await opper.Spans.StartAsync("work");
            await span.RecordMetricAsync("relevance", i);
            if (i % 2 == 0)
            {
                await queue.FlushAsync();
            }
        }

        await queue.FlushAsync();

        foreach (var span in server.Requests.GroupBy(request => request.SpanId))
        {
            Assert.That(span.Select(request => request.Method + " " + request.Kind),
                Is.EqualTo(new[] { "POST span", "POST metrics", "PATCH span" }).Or.EqualTo(new[] { "POST span", "POST metrics" }));
            Assert.That(span.Last(request => request.Kind == "span").Body["end_time"], Is.Not.Null, "Each span has its end, with its start or after it.");
        }

        Assert.That(server.Requests.Select(request => request.SpanId).Distinct().Count(), Is.EqualTo(50));
        Assert.That((queue.PendingCount, queue.DroppedCount), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task A_span_that_ends_before_its_start_was_sent_takes_one_request()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { MaxConcurrency = 1 });
        var opper = server.Client(queue);

        await using (await opper.Spans.StartAsync("first"))
        {
            // The server delays its start, so that the next one waits.
            await server.FirstArrived.Task;
        }

        await using (var second = await opper.Spans.StartAsync("second", input: "in"))
        {
            second.SetOutput(new { answer = 1 });
            second.SetError(new InvalidOperationException("no"));
        }

        server.Gate.SetResult();
        await queue.FlushAsync();

        var only = server.Requests.Where(request => (string?)request.Body["name"] == "second").ToList();
        Assert.That(only, Has.Count.EqualTo(1));
        Assert.That(((string?)only[0].Body["output"], (string?)only[0].Body["error"], only[0].Body["end_time"] is not null),
            Is.EqualTo(("""{"answer":1}""", "InvalidOperationException: no", true)));
    }

    [Test]
    public async Task The_input_is_captured_when_the_span_starts()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { MaxConcurrency = 1 });
        var opper = server.Client(queue);
        await opper.Spans.StartAsync("first");
        var list = new List<int> { 1 };

        await opper.Spans.StartAsync("second", input: list);
        list.Add(2);
        server.Gate.SetResult();
        await queue.FlushAsync();

        Assert.That(server.Requests.Last().Body["input"]!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("[1]"));
    }

    [Test]
    public async Task Spans_beyond_the_queue_are_dropped_counted_and_not_used_as_parents()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { Capacity = 2, MaxConcurrency = 1 });
        var opper = server.Client(queue);

        var first = await opper.Spans.StartAsync("first");
        var second = await opper.Spans.StartAsync("second");
        var third = await opper.Spans.StartAsync("third");
        await third.DisposeAsync();
        var fourth = await opper.Spans.StartAsync("fourth");

        Assert.That((queue.PendingCount, queue.DroppedCount), Is.EqualTo((2, 2L)));
        Assert.That(third.Failure!.Message, Does.Contain("full"));
        server.Gate.SetResult();
        await queue.FlushAsync();
        await using (await opper.Spans.StartAsync("fifth"))
        {
            await queue.FlushAsync();
        }

        Assert.That(server.Requests.Select(request => (string?)request.Body["name"]), Does.Not.Contain("third").And.Not.Contain("fourth"));
        Assert.That((string?)server.Requests.Single(request => (string?)request.Body["name"] == "fifth").Body["parent_id"], Is.EqualTo(second.Id));
        Assert.That(fourth.Failure, Is.Not.Null);
        Assert.That(first.Failure, Is.Null);
    }

    [Test]
    public async Task The_end_of_a_queued_span_is_never_dropped()
    {
        using var server = new SpanServer();
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { Capacity = 1, MaxConcurrency = 1 });
        var opper = server.Client(queue);
        var span = await opper.Spans.StartAsync("first");
        await queue.FlushAsync();
        server.Gate = new TaskCompletionSource();
        var other = await opper.Spans.StartAsync("second");

        await other.DisposeAsync();
        await span.DisposeAsync();
        server.Gate.SetResult();
        await queue.FlushAsync();

        Assert.That(queue.DroppedCount, Is.Zero);
        Assert.That(server.Requests.Where(request => request.Method == "PATCH").Select(request => request.SpanId), Does.Contain(span.Id));
    }

    [Test]
    public async Task Disposing_sends_the_queued_spans_and_accepts_no_more()
    {
        using var server = new SpanServer();
        var queue = new OpperSpanQueue();
        var opper = server.Client(queue);
        for (var i = 0; i < 100; i++)
        {
            await using (await opper.Spans.StartAsync("work"))
            {
            }
        }

        await queue.DisposeAsync();
        await opper.Spans.StartAsync("late");

        Assert.That(server.Requests.Count(request => request.Method == "POST"), Is.EqualTo(100));
        Assert.That(queue.DroppedCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Disposing_stops_after_the_timeout_and_counts_the_rest()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        var queue = new OpperSpanQueue(new OpperSpanQueueOptions { DisposeTimeout = TimeSpan.FromMilliseconds(1), MaxConcurrency = 2 });
        var opper = server.Client(queue);
        for (var i = 0; i < 5; i++)
        {
            await opper.Spans.StartAsync("work");
        }

        await queue.DisposeAsync();

        Assert.That((queue.PendingCount, queue.DroppedCount), Is.EqualTo((0, 5L)));
        Assert.That(queue.LastFailure, Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_span_that_is_rejected_drops_its_updates()
    {
        using var server = new SpanServer { Status = HttpStatusCode.BadRequest };
        await using var queue = new OpperSpanQueue();
        var opper = server.Client(queue);

        var span = await opper.Spans.StartAsync("work");
        await queue.FlushAsync();
        await span.RecordMetricAsync("relevance", 1);
        await span.DisposeAsync();
        await queue.FlushAsync();

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(queue.LastFailure, Is.InstanceOf<OpperBadRequestException>());
        Assert.That(span.Failure, Is.SameAs(queue.LastFailure));
    }

    [Test]
    public async Task A_call_waits_until_its_parent_span_has_been_created()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { MaxParentWait = TimeSpan.FromMinutes(10) });
        var opper = server.Client(queue);
        var span = await opper.Spans.StartAsync("work");
        await server.FirstArrived.Task;

        var call = opper.CallAsync(new CallRequest { Name = "n" });
        Assert.That(call.IsCompleted, Is.False);
        server.Gate.SetResult();
        await call;

        Assert.That(server.Requests.Select(request => request.Kind), Is.EqualTo(new[] { "span", "call" }));
        Assert.That((string?)server.Requests.Last().Body["parent_span_id"], Is.EqualTo(span.Id));
    }

    [Test]
    public async Task A_call_is_sent_before_its_parent_span_after_the_maximum_wait()
    {
        using var server = new SpanServer { Gate = new TaskCompletionSource() };
        await using var queue = new OpperSpanQueue(new OpperSpanQueueOptions { MaxParentWait = TimeSpan.Zero });
        var opper = server.Client(queue);
        var span = await opper.Spans.StartAsync("work");

        await opper.CallAsync(new CallRequest { Name = "n" });
        server.Gate.SetResult();

        Assert.That((string?)server.Requests.First(request => request.Kind == "call").Body["parent_span_id"], Is.EqualTo(span.Id));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public void Settings_out_of_range_are_rejected(int capacity, int concurrency) =>
        Assert.That(() => new OpperSpanQueue(new OpperSpanQueueOptions { Capacity = capacity, MaxConcurrency = concurrency }),
            Throws.TypeOf<ArgumentOutOfRangeException>());

    private sealed record Request(string Method, string Kind, string SpanId, JObject Body);

    private sealed class SpanServer : HttpMessageHandler
    {
        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource FirstArrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public ConcurrentQueue<Request> Requests { get; } = new();

        public OpperClient Client(OpperSpanQueue queue) => new(
            new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test", MaxRetries = 0, SpanQueue = queue },
            new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JObject.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            var path = request.RequestUri!.AbsolutePath.Split('/');
            var kind = path[2] == "call" ? "call" : path.Length > 4 ? path[4] : "span";
            Requests.Enqueue(new Request(request.Method.Method, kind, path.Length > 3 ? path[3] : (string?)body["id"] ?? string.Empty, body));
            FirstArrived.TrySetResult();
            if (Gate is { } gate && kind != "call")
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            return TestClient.Response("""{"id": "x", "name": "n", "span_id": "s", "dimension": "d", "value": 1, "created_at": "2026-01-05T09:30:00Z"}""",
                (int)Status);
        }
    }
}
