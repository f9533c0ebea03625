using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;
using Opper.Emulator;

namespace Opper.OpenTelemetry.Tests;

/// <summary>Requests to models through Opper are recorded once by the API, under their current activity.</summary>
public sealed class ClientTests : ExporterFixture
{
    private const string ChatSource = "Tests.Chat";

    [Test]
    public async Task A_call_is_recorded_once_under_its_current_activity()
    {
        Export();
        Emulator.OnCall("greet").Returns("Hello!");
        using (Start("request"))
        using (Start("handler"))
        {
            await Opper.CallAsync<string>("greet", input: "Ann");
        }

        var spans = (await TraceAsync("request")).Spans!;

        var call = spans.Single(span => span.Name is not ("request" or "handler"));
        var handler = spans.Single(span => span.Name == "handler");
        Assert.That(call.ParentSpanId, Is.EqualTo(handler.Id));
        Assert.That(handler.ParentSpanId, Is.EqualTo(spans.Single(span => span.Name == "request").Id));
        Assert.That(spans.Select(span => span.EndTime), Has.Exactly(3).Not.Null.And.None.Null);
    }

    [Test]
    public async Task Calls_and_spans_at_the_same_time_create_their_parent_once()
    {
        Export();
        Emulator.OnCall("greet").Returns("Hello!");
        using (Start("parallel"))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Opper.CallAsync<string>("greet", input: "Ann")));
            await using var span = await Opper.Spans.StartAsync("scope");
            using (Start("inner"))
            {
                await Opper.CallAsync<string>("greet", input: "Bob");
            }
        }

        var spans = (await TraceAsync("parallel")).Spans!;

        string IdOf(string name) => spans.Single(span => span.Name == name).Id!;
        Assert.That(spans.Count(span => span.ParentSpanId == IdOf("parallel")), Is.EqualTo(9));
        Assert.That(spans.Single(span => span.Name == "inner").ParentSpanId, Is.EqualTo(IdOf("scope")));
        Assert.That(Emulator.Requests.Count(request =>
            request.Method == "POST" && request.Path == "/v2/spans" && request.Body!.Contains("\"parallel\"", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(Processor.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task A_call_is_sent_if_its_parents_cannot_be_recorded()
    {
        Export();
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.Status, StatusCode = 400, Operation = "Spans_Create" });
        Emulator.OnCall("greet").Returns("Hello!");
        using (Start("request"))
        {
            string greeting = await Opper.CallAsync<string>("greet", input: "Ann");
            Assert.That(greeting, Is.EqualTo("Hello!"));
        }

        Flush();
        Assert.That(Processor.DroppedCount, Is.Positive);
    }

    [Test]
    public async Task An_agent_run_is_one_trace_with_each_tool_and_model_call_once()
    {
        Export(options => options.RecordContent = true, ChatSource);
        Emulator.OnChat().CallsTool("weather", new { city = "Oslo" }).Returns("Take an umbrella.");
        var chat = Opper.AsChatClient("openai/gpt-4o-mini").AsBuilder()
            .UseFunctionInvocation()
            .UseOpenTelemetry(sourceName: ChatSource, configure: telemetry => telemetry.EnableSensitiveData = true)
            .Build();
        using (Start("agent"))
        {
            var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"Rain in {city}", "weather")] };
            await chat.GetResponseAsync("Do I need an umbrella?", options);
        }

        var trace = await TraceAsync("agent");

        var models = trace.Spans!.Where(span => span.Data?.TotalTokens > 0).ToList();
        Assert.That(models, Has.Count.EqualTo(2), string.Join(", ", trace.Spans!.Select(span => $"{span.Name} ({span.Type})")));
        Assert.That(trace.Spans!.Count(span => span.ParentSpanId is null), Is.EqualTo(1));
        Assert.That(trace.Spans!.Select(span => span.Type), Has.Exactly(2).EqualTo(models[0].Type));
        Assert.That(trace.TotalTokens, Is.EqualTo(models.Sum(span => span.Data!.TotalTokens)));
    }

    [Test]
    public async Task With_a_host_the_client_of_AddOpper_is_used_for_export_and_calls()
    {
        Emulator.OnCall("greet").Returns("Hello!");
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOpper(options => (options.ApiKey, options.BaseUrl) = (Emulator.ApiKey, Emulator.BaseAddress.ToString()));
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(SourceName).AddOpperExporter());
        using (var host = builder.Build())
        {
            await host.StartAsync();
            using (Start("hosted"))
            {
                await host.Services.GetRequiredService<OpperClient>().CallAsync<string>("greet", input: "Ann");
            }

            await host.StopAsync();
        }

        var trace = await Reader.Traces.GetAsync((await Reader.Traces.ListAsync("hosted")).Data.Single().Id);
        Assert.That(trace.Spans, Has.Count.EqualTo(2));
    }
}
