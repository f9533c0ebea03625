using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Emulator;

namespace Opper.Browser;

public sealed class CassetteTests : PageTest
{
    private string _folder = null!;

    private ILocator Summary => Page.GetByRole(AriaRole.Group, new() { Name = "Cassette" });

    private ILocator Requests => Page.GetByRole(AriaRole.Navigation, new() { Name = "Requests" }).GetByRole(AriaRole.Link);

    protected override OpperEmulatorOptions Options
    {
        get
        {
            _folder = Directory.CreateTempSubdirectory("opper-cassette-").FullName;
            var path = Path.Combine(_folder, "calls.jsonl");
            File.WriteAllText(path, """
                {"cassette":"opper-emulator","version":1}
                {"request":{"method":"GET","path":"/v2/models"},"response":{"status":200,"headers":{"content-type":"application/json"},"body":{"json":{"meta":{"total_count":0},"data":[]}}}}
                {"request":{"method":"GET","pa
                """);
            var options = new OpperEmulatorOptions();
            options.Replay(path);
            return options;
        }
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Cassette_hits_and_misses_are_counted_and_marked_live()
    {
        await GoAsync();
        await Expect(Summary).ToContainTextAsync("Replaying calls.jsonl");
        await Opper.Models.ListAsync();
        await Assert.CatchAsync<OpperServerException>(() => Opper.CallAsync<string>("greet", input: "Ann"));

        await Expect(Summary).ToContainTextAsync("1 hit");
        await Expect(Summary).ToContainTextAsync("1 miss");
        await Expect(Requests.Nth(0)).ToContainTextAsync("miss");
        await Expect(Requests.Nth(1)).ToContainTextAsync("hit");
        await Requests.Nth(0).ClickAsync();
        await Expect(Pane("Response")).ToContainTextAsync("CassetteMissError");
        Assert.That(Emulator.Cassette!.Misses, Is.EqualTo(1), "The page's own look-ups are not counted.");
    }

    [Test]
    public async Task A_replaying_emulator_shows_only_requests_and_warns_of_a_damaged_cassette()
    {
        await GoAsync("#/traces");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Live", Exact = true })).ToBeVisibleAsync();
        await Expect(Link("Traces")).ToHaveCountAsync(0);
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is incomplete and was ignored");
        Assert.That((await Page.RunAxe()).Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")), Is.Empty);
    }
}
