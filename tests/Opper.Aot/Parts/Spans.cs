using Opper.Tracing;

namespace Opper.Aot.Parts;

internal static class Spans
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        var call = await opper.Calls.CallAsync(new CallRequest { Name = "aot/traced", Instructions = "Answer.", Input = "Norway" });
        var span = await opper.Spans.CreateAsync(new CreateSpanRequest { Name = "aot", Input = "in",
            Meta = new Dictionary<string, object?> { ["host"] = "one" }, Type = "custom" });
        report.Got("Spans_Create", span);
        report.Got("Spans_Get", await opper.Spans.GetAsync(span.Id));
        report.Got("Spans_Update", await opper.Spans.UpdateAsync(span.Id, new UpdateSpanRequest { Output = "out" }));
        report.Got("Spans_SaveExamples", await opper.Spans.SaveExamplesAsync(call.SpanId));
        report.Got("Spans_SubmitFeedback", await opper.Spans.SubmitFeedbackAsync(call.SpanId, new SubmitFeedbackRequest { Score = 1, Comment = "right" }));

        var metric = await opper.SpanMetrics.CreateAsync(span.Id, new CreateSpanMetricRequest { Dimension = "quality", Value = 0.75 });
        report.Got("SpanMetrics_Create", metric);
        report.Got("SpanMetrics_List", await opper.SpanMetrics.ListAsync(span.Id));
        report.Got("SpanMetrics_Get", await opper.SpanMetrics.GetAsync(span.Id, metric.Id));
        report.Got("SpanMetrics_Update", await opper.SpanMetrics.UpdateAsync(span.Id, metric.Id, new UpdateSpanMetricRequest { Value = 0.5 }));
        await opper.SpanMetrics.DeleteAsync(span.Id, metric.Id);
        report.Done("SpanMetrics_Delete");

        var trace = (await opper.Spans.GetAsync(call.SpanId)).TraceId!;
        report.Got("Traces_List", await opper.Traces.ListAsync(name: "aot/traced"));
        report.Got("Traces_Get", await opper.Traces.GetAsync(trace));
        report.Got("Traces_GetSpansReferenceForm", await opper.Traces.GetSpansReferenceFormAsync(trace));
        await opper.Spans.DeleteAsync(span.Id);
        report.Done("Spans_Delete");
    }
}
