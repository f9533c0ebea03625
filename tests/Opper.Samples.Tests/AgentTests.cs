using Newtonsoft.Json.Linq;
using Opper.Samples.Agent;

namespace Opper.Samples.Tests;

public sealed class AgentTests : SampleFixture
{
    [Test]
    public async Task The_agent_calls_its_tools_and_replies()
    {
        Emulator.OnChat()
            .CallsTools(("samples_triage", new { Text = "How do I reset my router?" }))
            .CallsTools(("search_samples-manuals", new { query = "reset router" }), ("order_status", new { number = 7 }))
            .Returns("Hold the red button; order 7 leaves today.");

        await SupportDesk.RunAsync(Connection.CreateClient(), Output);

        Assert.That(Lines,
            Is.EqualTo(new[] { "used samples_triage", "used search_samples-manuals", "used order_status", "Hold the red button; order 7 leaves today." }));
        var results = JObject.Parse(Emulator.Requests.Last(request => request.Path == "/v2/openai/chat/completions").Body!)["messages"]!.Where(
            message => (string?)message["role"] == "tool").Select(message => (string)message["content"]!).ToList();
        Assert.That(JObject.Parse(results[0])["Team"], Is.Not.Null);
        Assert.That((string?)JArray.Parse(results[1])[0]!["content"], Does.Contain("red button"));
        Assert.That(results[2], Is.EqualTo("Order 7 leaves the warehouse today."));
    }

    [Test]
    public async Task An_agent_run_is_one_trace_with_tools_their_calls_and_chats_with_tokens_and_cost()
    {
        Emulator.OnChat()
            .CallsTools(("samples_triage", new { Text = "How do I reset my router?" }))
            .CallsTools(("search_samples-manuals", new { query = "reset router" }), ("order_status", new { number = 7 }))
            .Returns("Hold the red button; order 7 leaves today.");

        await SupportDesk.RunAsync(Connection.CreateClient(), Output);

        var opper = Connection.CreateClient();
        var trace = await opper.Traces.GetAsync((await opper.Traces.ListAllAsync().SingleAsync()).Id);
        var names = trace.Spans!.ToDictionary(span => span.Id!, span => span.Name!.Split('(')[0]);
        Assert.That(trace.Spans!.Select(span => $"{(span.ParentSpanId is { } parent ? names[parent] + " > " : string.Empty)}{names[span.Id!]}: {span.Type}"),
            Is.EquivalentTo(new[]
        {
            "invoke_agent Support Desk: agent",
            "invoke_agent Support Desk > openai/chat/completions: generation",
            "invoke_agent Support Desk > execute_tool samples_triage: tool",
            "execute_tool samples_triage > samples/triage: generation",
            "invoke_agent Support Desk > openai/chat/completions: generation",
            "invoke_agent Support Desk > execute_tool search_samples-manuals: tool",
            "execute_tool search_samples-manuals > query: retrieval",
            "invoke_agent Support Desk > execute_tool order_status: tool",
            "invoke_agent Support Desk > openai/chat/completions: generation",
        }));
        var tools = trace.Spans!.Where(span => span.Type == "tool").ToDictionary(span => names[span.Id!], span => span.Data!);
        Assert.That(tools["execute_tool order_status"].Input, Does.Contain("7"));
        Assert.That(tools["execute_tool order_status"].Output, Does.Contain("Order 7 leaves the warehouse today."));
        Assert.That(tools["execute_tool search_samples-manuals"].Output, Does.Contain("red button"));
        var generations = trace.Spans!.Where(span => span.Type == "generation").ToList();
        Assert.That(generations.Select(span => span.Data!.TotalTokens), Has.All.GreaterThan(0));
        Assert.That(trace.TotalTokens, Is.EqualTo(generations.Sum(span => span.Data!.TotalTokens)));
        var used = await opper.Analytics.GetUsageAsync();
        Assert.That(generations.Sum(span => (decimal)span.Meta!["cost"]!), Is.Positive.And.EqualTo(used.Sum(bucket => bucket.Cost)));
        Assert.That(trace.Spans!.Where(span => span.EndTime is null || span.Error is not null), Is.Empty);
    }

    [Test]
    public async Task A_second_run_of_the_agent_reuses_its_resources()
    {
        Emulator.OnChat().Returns("Yes.").Returns("Yes.");

        await SupportDesk.RunAsync(Connection.CreateClient(), Output);
        await SupportDesk.RunAsync(Connection.CreateClient(), Output);

        Assert.That(Lines, Is.EqualTo(new[] { "Yes.", "Yes." }));
        Assert.That(await Connection.CreateClient().Functions.ListAllAsync(name: "samples/triage").CountAsync(), Is.EqualTo(1));
    }
}
