using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Opper.Samples.SseRelay;

namespace Opper.Samples.Tests;

public sealed class SseRelayTests : SampleFixture
{
    private WebApplication _app = null!;
    private HttpClient _browser = null!;

    [SetUp]
    public async Task StartAppAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Connection.ToSettings());
        _app = Relay.Build(builder);
        await _app.StartAsync();
        _browser = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    [TearDown]
    public async Task StopAppAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_report_grows_from_event_to_event()
    {
        Emulator.OnCall("samples/report").Returns(new { title = "Oslo", findings = new[] { "It has a harbour.", "It is cold." } });

        var events = await EventsAsync("/report?topic=Oslo");
        var last = JsonNode.Parse(events[^1])!;

        Assert.That(events, Has.Count.GreaterThan(2));
        Assert.That((bool)JsonNode.Parse(events[0])!["isFinal"]!, Is.False);
        Assert.That((bool)last["isFinal"]!, Is.True);
        Assert.That((string?)last["value"]!["title"], Is.EqualTo("Oslo"));
        Assert.That(last["value"]!["findings"]!.AsArray().Select(finding => (string?)finding), Is.EqualTo(new[] { "It has a harbour.", "It is cold." }));
    }

    [Test]
    public async Task Text_is_relayed_in_pieces()
    {
        Emulator.OnCall("samples/report_text").Streams("Oslo ", "has a ", "harbour.");

        Assert.That(await EventsAsync("/text?topic=Oslo"), Is.EqualTo(new[] { "Oslo ", "has a ", "harbour." }));
    }

    [Test]
    public async Task The_page_subscribes_to_the_report() =>
        Assert.That(await _browser.GetStringAsync("/"), Does.Contain("new EventSource(\"/report?topic=\""));

    private async Task<List<string>> EventsAsync(string path)
    {
        var events = new List<string>();
        await foreach (var item in SseParser.Create(await _browser.GetStreamAsync(path)).EnumerateAsync())
        {
            events.Add(item.Data);
        }

        return events;
    }
}
