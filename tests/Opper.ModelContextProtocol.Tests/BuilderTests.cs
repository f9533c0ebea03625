using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Opper.Functions;

namespace Opper.ModelContextProtocol.Tests;

/// <summary>Settings that are rejected before a server starts, and sessions that share one server.</summary>
public sealed class BuilderTests() : ServerFixture(Transport.Http)
{
    [Test]
    public void Blank_or_missing_names_are_rejected()
    {
        var server = new ServiceCollection().AddMcpServer();

        Assert.Catch<ArgumentException>(() => server.WithOpperFunctions());
        Assert.Catch<ArgumentException>(() => server.WithOpperFunctions("a", " "));
        Assert.Catch<ArgumentException>(() => server.WithOpperKnowledge(" "));
        Assert.Catch<ArgumentOutOfRangeException>(() => server.WithOpperKnowledge("manuals", topK: 0));
        Assert.Catch<ArgumentNullException>(() => server.WithOpperTools(null!));
    }

    [Test]
    public async Task Sessions_share_tools_that_are_loaded_once()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "shout", Instructions = "Shout." });
        var first = await ServeAsync(server => server.WithOpperFunctions("shout"));
        var clients = new[] { first, await ConnectAsync(), await ConnectAsync() };

        var lists = await Task.WhenAll(clients.Select(client => client.ListToolsAsync().AsTask()));

        Assert.That(lists.Select(list => list.Count), Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(Emulator.Requests.Count(request => request.Path.EndsWith("/by-name/shout", StringComparison.Ordinal)), Is.EqualTo(1));
    }
}
