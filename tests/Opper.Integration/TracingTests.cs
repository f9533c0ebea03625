using System.Collections.Concurrent;
using System.Diagnostics;
using Opper.Emulator;
using Opper.Tracing;

namespace Opper.Integration;

/// <summary>Ambient spans under load, over real HTTP.</summary>
[TestFixture(OpperSurface.TaskCalls)]
[TestFixture(OpperSurface.Compat)]
public sealed class TracingTests(OpperSurface surface)
{
    private TestedEmulator _emulator = null!;

    [SetUp]
    public async Task StartAsync() => _emulator = await TestEmulator.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    [TestCase(false)]
    [TestCase(true)]
    public async Task Every_span_of_a_thousand_parallel_pipelines_has_the_right_parent(bool isQueued)
    {
        await using var queue = isQueued ? new OpperSpanQueue() : null;
        var opper = _emulator.CreateClient(options => (options.SpanQueue, options.TracingTimeout, options.Surface) = (queue, TimeSpan.FromMinutes(5), surface));
        var expected = new ConcurrentDictionary<string, (string? Parent, string Trace)>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 1000 }, async (i, cancelled) =>
            await opper.Spans.RunAsync($"pipeline {i}", i, async root =>
            {
                Note(root, null);
                await Task.Yield();
                await Parallel.ForEachAsync(Enumerable.Range(0, 2), cancelled, async (branch, inner) =>
                {
                    await using var step = await opper.Spans.StartAsync($"step {branch}", cancellationToken: inner);
                    Note(step, root);
                    if (i % 10 == 0)
                    {
                        await opper.Spans.RunAsync("leaf", leaf => Task.FromResult(Note(leaf, step)), cancellationToken: inner);
                    }
                });
                return i;
            }, cancellationToken: cancelled));
        await (queue?.FlushAsync() ?? Task.CompletedTask);

        Assert.That(queue?.DroppedCount ?? 0, Is.Zero);
        Assert.That(expected, Has.Count.EqualTo(3200));
        var seen = 0;
        foreach (var trace in expected.GroupBy(span => span.Value.Trace))
        {
            foreach (var span in (await opper.Traces.GetAsync(trace.Key)).Spans!)
            {
                seen++;
                Assert.That(span.ParentSpanId, Is.EqualTo(expected[span.Id!].Parent), span.Name);
                Assert.That(span.EndTime, Is.Not.Null, span.Name);
            }
        }

        Assert.That(seen, Is.EqualTo(3200));

        string Note(SpanScope span, SpanScope? parent) => (expected[span.Id] = (parent?.Id, span.TraceId)).Trace;
    }

    [Test]
    public async Task Calls_of_a_queued_span_are_in_its_trace()
    {
        await using var queue = new OpperSpanQueue();
        var opper = _emulator.CreateClient(options => (options.SpanQueue, options.Surface) = (queue, surface));
        string? traceId = null;

        var answer = await opper.Spans.RunAsync("pipeline", "mail", async span =>
        {
            traceId = span.TraceId;
            await span.RecordMetricAsync("relevance", 0.5);
            return await opper.CallAsync<string>("summarize", "Summarize.", "One sentence. Another one.");
        });
        await queue.FlushAsync();

        var trace = await opper.Traces.GetAsync(traceId!);
        var root = trace.Spans!.Single(span => span.ParentSpanId is null);
        Assert.That(trace.Spans, Has.Count.EqualTo(2));
        Assert.That(trace.Spans!.Single(span => span.ParentSpanId == root.Id).Name, Is.EqualTo("summarize"));
        Assert.That((root.Data!.Output, root.Metrics!.Single().Value), Is.EqualTo((answer.Value, 0.5)));
    }

    [Test]
    public async Task An_error_ends_its_span_and_its_trace()
    {
        var opper = _emulator.CreateClient(options => options.Surface = surface);
        string? traceId = null;

        await Assert.CatchAsync<InvalidOperationException>(() => opper.Spans.RunAsync("pipeline", async span =>
        {
            traceId = span.TraceId;
            await Task.Yield();
            throw new InvalidOperationException("no luck");
        }));

        var trace = await opper.Traces.GetAsync(traceId!);
        Assert.That((trace.Status, trace.Spans!.Single().Error), Is.EqualTo(("error", "InvalidOperationException: no luck")));
    }

    [Test]
    public async Task The_activity_of_a_streamed_call_has_the_recorded_span_id()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpperDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var opper = _emulator.CreateClient(options => options.Surface = surface);

        await foreach (var _ in opper.StreamTextAsync("summarize", "Summarize.", "One sentence. Another one."))
        {
        }

        var spanId = (string)activities.Single(activity => activity.DisplayName == "generate_content").GetTagItem("opper.span_id")!;
        Assert.That((await opper.Spans.GetAsync(spanId)).Name, Is.EqualTo("summarize"));
    }
}
