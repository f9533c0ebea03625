using Newtonsoft.Json.Linq;
using Opper.Samples.Agent;

namespace Opper.Samples.Tests;

public sealed class AgentTests : SampleFixture
{
    [Test]
    public async Task The_agent_sorts_looks_up_and_answers()
    {
        Emulator.OnChat()
            .CallsTools(("samples_triage", new { Text = "How do I reset my router?" }))
            .CallsTools(("search_samples-manuals", new { query = "reset router" }), ("order_status", new { number = 7 }))
            .Returns("Hold the red button; order 7 leaves today.");

        await SupportDesk.RunAsync(Connection.CreateClient(), Output);

        Assert.That(Lines, Is.EqualTo(new[] { "used samples_triage", "used search_samples-manuals", "used order_status", "Hold the red button; order 7 leaves today." }));
        var results = JObject.Parse(Emulator.Requests[^1].Body!)["messages"]!.Where(message => (string?)message["role"] == "tool").Select(message => (string)message["content"]!).ToList();
        Assert.That(JObject.Parse(results[0])["Team"], Is.Not.Null);
        Assert.That((string?)JArray.Parse(results[1])[0]!["content"], Does.Contain("red button"));
        Assert.That(results[2], Is.EqualTo("Order 7 leaves the warehouse today."));
    }

    [Test]
    public async Task It_runs_again_with_what_it_made_before()
    {
        Emulator.OnChat().Returns("Yes.").Returns("Yes.");

        await SupportDesk.RunAsync(Connection.CreateClient(), Output);
        await SupportDesk.RunAsync(Connection.CreateClient(), Output);

        Assert.That(Lines, Is.EqualTo(new[] { "Yes.", "Yes." }));
        Assert.That(await Connection.CreateClient().Functions.ListAllAsync(name: "samples/triage").CountAsync(), Is.EqualTo(1));
    }
}
