using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Opper.OpenTelemetry;
using Opper.Tracing;

namespace Opper.Aot.Parts;

/// <summary>Activities exported as spans: Opper.OpenTelemetry.</summary>
internal static class Exporter
{
    private const string SourceName = "Opper.Aot";

    public static async Task RunAsync(OpperClient opper, Report report)
    {
        using var source = new ActivitySource(SourceName);
        using var processor = new OpperSpanProcessor(new OpperExporterOptions { Client = opper, RecordContent = true });
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(SourceName).AddProcessor(processor).Build();
        var calling = opper.WithOptions(options => options.SpanContextSource = processor);

        OpperSpanContext context;
        using (var request = source.StartActivity("aot/request", ActivityKind.Server)!)
        {
            context = OpperSpanProcessor.GetSpanContext(request.Context);
            using (var tool = source.StartActivity("aot/tool"))
            {
                tool!.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name",
                    "weather").SetTag("gen_ai.tool.call.arguments", """{"city":"Oslo"}""")
                    .SetTag("gen_ai.usage.input_tokens", 12).SetTag("gen_ai.usage.cost", 0.5).SetTag("flags", new[] { true, false });
                tool.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["attempt"] = 2 }));
                tool.AddException(new TimeoutException("On purpose.")).SetStatus(ActivityStatusCode.Error);
                await calling.Calls.CallAsync(new CallRequest { Name = "aot/exported", Instructions = "Answer.", Input = "Norway" });
            }
        }

        tracing.ForceFlush();
        var spans = (await opper.Traces.GetAsync(context.TraceId)).Spans!;
        report.Text("an exported activity", string.Join('\n', spans
            .Select(span => $"{span.Name} ({span.Type}) "
                + $"under {spans.FirstOrDefault(parent => parent.Id == span.ParentSpanId)?.Name}: {span.Data?.Input} {span.Error} "
                + $"{Fact(span, "tool")} {Fact(span, "cost")} {Fact(span, "attributes")}")
            .Order(StringComparer.Ordinal)));
        report.Text("lost activities", $"{processor.DroppedCount}");
    }

    private static string? Fact(TraceSpan span, string name) => span.Meta is { } meta && meta.TryGetValue(name, out var value) ? value?.GetRawText() : null;
}
