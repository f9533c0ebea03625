using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Opper.Samples.RagWorker;

namespace Opper.Samples.Tests;

public sealed class RagWorkerTests : SampleFixture
{
    [Test]
    public async Task Questions_are_answered_from_the_matching_passages()
    {
        await RunAsync("How many days of vacation do I have?\nHow much may a hotel cost?");

        Assert.That(Lines[0], Is.EqualTo("6 passages in 'samples-handbook'"));
        Assert.That(Lines[1], Is.EqualTo("Q: How many days of vacation do I have?"));
        Assert.That(Lines[2], Does.StartWith("A: ").And.Contain("thirty days"));
        Assert.That(Lines[3], Does.StartWith("   found in leave.md/0"));
        Assert.That(Lines[5], Does.Contain("140 euros"));
        Assert.That(Lines[6], Does.StartWith("   found in travel.md/2"));
    }

    [Test]
    public async Task A_second_run_does_not_duplicate_the_passages()
    {
        await RunAsync(string.Empty);
        await RunAsync(string.Empty);

        Assert.That((await Connection.CreateClient().Knowledge.GetByNameAsync("samples-handbook")).Count, Is.EqualTo(6));
    }

    [Test]
    public async Task Each_question_is_a_trace_with_its_search_and_its_answer()
    {
        await RunAsync("How much may a hotel cost?");

        var opper = Connection.CreateClient();
        var summary = (await opper.Traces.ListAsync("ask_handbook")).Data.Single();
        Assert.That((await opper.Traces.GetAsync(summary.Id)).Spans!.Select(span => span.Name),
            Is.EquivalentTo(new[] { "ask_handbook", "search", "query", "samples/answer" }));
    }

    private async Task RunAsync(string questions)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Connection.ToSettings());
        builder.AddRag(new StringReader(questions), Output);
        using var host = builder.Build();
        await host.RunAsync();
    }
}
