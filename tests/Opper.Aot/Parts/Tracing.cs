using Opper.Tracing;

namespace Opper.Aot.Parts;

internal static class Tracing
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        report.Text("an ambient span", await RunAsync(opper));
        await using var queue = new OpperSpanQueue();
        report.Text("the span queue", await RunAsync(opper.WithOptions(options => options.SpanQueue = queue), queue));
    }

    private static async Task<string> RunAsync(OpperClient opper, OpperSpanQueue? queue = null)
    {
        string traceId;
        await using (var outer = await opper.Spans.StartAsync("aot/outer", new Question("Where?", [1])))
        {
            traceId = outer.TraceId;
            await using var inner = await opper.Spans.StartAsync("aot/inner");
            await opper.Calls.CallAsync(new CallRequest { Name = "aot/nested", Instructions = "Answer.", Input = "Norway" });
            await inner.RecordMetricAsync("quality", 0.5);
            inner.SetMeta("tries", 1);
            inner.SetOutput(new Dictionary<string, object?> { ["found"] = true });
            outer.SetError(new InvalidOperationException("On purpose."));
        }

        if (queue is not null)
        {
            await queue.FlushAsync();
        }

        var spans = (await opper.Traces.GetAsync(traceId)).Spans!;
        return string.Join('\n',
            spans.Select(span =>
                $"{span.Name} under {spans.FirstOrDefault(parent => parent.Id == span.ParentSpanId)?.Name}: "
                + $"{span.Data?.Input} {span.Data?.Output} {span.Error}").Order(StringComparer.Ordinal));
    }
}
