using System.Diagnostics;
using CsCheck;

namespace Opper.OpenTelemetry.Tests;

/// <summary>Activities become spans.</summary>
public sealed class ExportTests : ExporterFixture
{
    [Test]
    public async Task Activities_become_one_trace_with_their_parents_and_times()
    {
        Export();
        using (Start("order"))
        {
            using (Start("pay"))
            {
            }

            using (Start("ship"))
            {
            }
        }

        var spans = (await TraceAsync("order")).Spans!;

        var root = spans.Single(span => span.ParentSpanId is null);
        Assert.That(root.Name, Is.EqualTo("order"));
        Assert.That(spans.Where(span => span.ParentSpanId == root.Id).Select(span => span.Name), Is.EquivalentTo(new[] { "pay", "ship" }));
        Assert.That(spans.All(span => span.EndTime >= span.StartTime));
    }

    [Test]
    public void Span_ids_are_derived_from_activity_ids()
    {
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[8], Gen.Byte.Array[8]).Sample((traceBytes, one, other) =>
        {
            var trace = ActivityTraceId.CreateFromBytes(traceBytes);
            string IdOf(byte[] span) =>
                OpperSpanProcessor.GetSpanContext(new ActivityContext(trace, ActivitySpanId.CreateFromBytes(span), ActivityTraceFlags.None)).SpanId;
            return Guid.Parse(OpperSpanProcessor.GetSpanContext(new ActivityContext(trace, default, default)).TraceId).ToString("N") == trace.ToHexString()
                && Guid.TryParse(IdOf(one), out _)
                && IdOf(one) == IdOf(one)
                && (IdOf(one) == IdOf(other)) == one.SequenceEqual(other);
        });
    }

    [Test]
    public async Task The_same_activity_exported_twice_is_one_span()
    {
        Export();
        ActivityContext context;
        using (var activity = Start("once"))
        {
            context = activity.Context;
        }

        Flush();
        await Reader.Spans.GetAsync(OpperSpanProcessor.GetSpanContext(context).SpanId);

        Assert.That((await TraceAsync("once")).Spans, Has.Count.EqualTo(1));
        Assert.That(Processor.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task Children_of_an_activity_that_is_filtered_out_are_recorded_under_its_parent()
    {
        Export(options => options.Filter = activity => !activity.OperationName.StartsWith("noise", StringComparison.Ordinal));
        using (Start("job"))
        using (Start("noise1"))
        using (Start("noise2"))
        using (Start("step"))
        {
        }

        var spans = (await TraceAsync("job")).Spans!;

        Assert.That(spans.Select(span => span.Name), Is.EquivalentTo(new[] { "job", "step" }));
        Assert.That(spans.Single(span => span.Name == "step").ParentSpanId, Is.EqualTo(spans.Single(span => span.Name == "job").Id));
    }

    [Test]
    public async Task A_remote_parent_is_linked_only_if_enabled([Values] bool links)
    {
        Export(options => options.LinkRemoteParents = links);
        var remote = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        using (Start("request", ActivityKind.Server, remote))
        {
        }

        var span = (await TraceAsync("request")).Spans!.Single();

        Assert.That(span.ParentSpanId, Is.EqualTo(links ? OpperSpanProcessor.GetSpanContext(remote).SpanId : null));
        Assert.That((await Reader.Spans.GetAsync(span.Id!)).TraceId, Is.EqualTo(OpperSpanProcessor.GetSpanContext(remote).TraceId));
    }

    [TestCase("chat", "generation")]
    [TestCase("embeddings", "embedding")]
    [TestCase("execute_tool", "tool")]
    [TestCase("invoke_agent", "agent")]
    [TestCase("retrieval", "retrieval")]
    [TestCase(null, "server")]
    public async Task The_span_type_is_the_GenAI_operation_or_the_activity_kind(string? operation, string type)
    {
        Export();
        using (Start("typed", ActivityKind.Server, tags: operation is null ? [] : [new("gen_ai.operation.name", operation)]))
        {
        }

        Assert.That((await TraceAsync("typed")).Spans!.Single().Type, Is.EqualTo(type));
    }

    [Test]
    public async Task Model_tokens_attributes_events_and_service_are_in_meta()
    {
        Export();
        using (var activity = Start("chat gpt"))
        {
            activity.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", "openai").SetTag("gen_ai.response.model", "gpt-4o")
                .SetTag("gen_ai.usage.input_tokens", 12).SetTag("gen_ai.usage.output_tokens", 34L).SetTag("gen_ai.usage.cost", 0.5)
                .SetTag("tenant", "acme").SetTag("flags", new[] { true, false }).SetTag("rate", double.NaN).SetTag("uri", new Uri("https://example.com/"));
            activity.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["attempt"] = 2 }));
        }

        var meta = RawJson.From((await Reader.Spans.GetAsync((await TraceAsync("chat gpt")).Spans!.Single().Id!)).Meta);

        Assert.That(((string?)meta["model"], (string?)meta["provider"], (int)meta["input_tokens"]!, (int)meta["output_tokens"]!),
            Is.EqualTo(("gpt-4o", "openai", 12, 34)));
        Assert.That((double)meta["cost"]!, Is.EqualTo(0.5));
        Assert.That((string?)meta["service.name"], Is.EqualTo("checkout"));
        Assert.That((string?)meta["attributes"]!["tenant"], Is.EqualTo("acme"));
        Assert.That(meta["attributes"]!["flags"]!.GetRawText(), Is.EqualTo("[true,false]"));
        Assert.That((string?)meta["attributes"]!["rate"], Is.EqualTo("NaN"));
        Assert.That((string?)meta["attributes"]!["uri"], Is.EqualTo("https://example.com/"));
        Assert.That((int)meta["events"]![0]!["attributes"]!["attempt"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task Content_is_recorded_only_if_enabled([Values] bool records)
    {
        Export(options => options.RecordContent = records);
        using (var activity = Start("tool"))
        {
            activity.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.call.arguments",
                "{\"city\":\"Oslo\"}").SetTag("gen_ai.tool.call.result", "secret rain");
            activity.AddEvent(new ActivityEvent("gen_ai.content.prompt", tags: new ActivityTagsCollection { ["gen_ai.prompt"] = "secret prompt" }));
        }

        var span = await Reader.Spans.GetAsync((await TraceAsync("tool")).Spans!.Single().Id!);

        Assert.That(span.Output?.ToString(), records ? Is.EqualTo("secret rain") : Is.Null);
        Assert.That(Emulator.Requests.Any(request => request.Body?.Contains("secret", StringComparison.Ordinal) == true), Is.EqualTo(records));
    }

    [Test]
    public async Task An_error_is_recorded_with_its_type()
    {
        Export();
        using (var activity = Start("fails"))
        {
            activity.AddException(new TimeoutException("too late")).SetStatus(ActivityStatusCode.Error);
        }

        Assert.That((await TraceAsync("fails")).Spans!.Single().Error, Is.EqualTo("System.TimeoutException: too late"));
    }

    [Test]
    public async Task A_long_value_is_truncated_between_characters()
    {
        Export(options => (options.RecordContent, options.MaxValueLength) = (true, 4));
        using (var activity = Start("long"))
        {
            activity.SetTag("gen_ai.tool.call.result", "abc😀def");
        }

        Assert.That((await Reader.Spans.GetAsync((await TraceAsync("long")).Spans!.Single().Id!)).Output?.ToString(), Is.EqualTo("abc…"));
    }
}
