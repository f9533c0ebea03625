using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Emulator;

namespace Opper.Browser;

public sealed class LiveTests : PageTest
{
    private ILocator Requests => Page.GetByRole(AriaRole.Navigation, new() { Name = "Requests" }).GetByRole(AriaRole.Link);

    [SetUp]
    public async Task ListenAsync()
    {
        await GoAsync("#/live");
        await Expect(Page.GetByText("listening")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_call_is_shown_in_progress_and_updated_when_it_completes()
    {
        using var gate = new ManualResetEventSlim();
        Emulator.OnCall("slow").Returns(_ =>
        {
            gate.Wait();
            return "At last.";
        });
        var call = Task.Run(() => Opper.CallAsync<string>("slow", "Think.", "hard"));

        await Expect(Requests).ToHaveCountAsync(1);
        await Expect(Requests.First.GetByLabel("in progress")).ToBeVisibleAsync();
        await Requests.First.ClickAsync();
        await Expect(Pane("Request body")).ToContainTextAsync("\"slow\"");
        gate.Set();
        await call;

        await Expect(Requests.First.GetByLabel("status 200")).ToBeVisibleAsync();
        await Expect(Pane("Response")).ToContainTextAsync("At last.");
    }

    [Test]
    public async Task A_stream_is_shown_event_by_event_without_the_key()
    {
        Emulator.OnCall("poem").Streams("Roses ", "are ", "red.");
        await Opper.StreamAsync(new CallRequest { Name = "poem" }).GetFinalResultAsync();
        await Requests.First.FocusAsync();
        await PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.List, new() { Name = "Events" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(4);
        await Expect(Pane("Streamed text")).ToContainTextAsync("Roses are red.");
        await Expect(Pane("Headers")).ToContainTextAsync("opper-dotnet");
        await Expect(Pane("Headers")).Not.ToContainTextAsync("Bearer");
    }

    [Test]
    public async Task The_list_of_requests_can_be_paused_and_filtered()
    {
        await Opper.Models.ListAsync();
        await Expect(Requests).ToHaveCountAsync(1);
        await PressAsync("p");
        await Opper.Functions.ListAsync();
        await Expect(Page.GetByText("paused")).ToBeVisibleAsync();
        await Expect(Requests).ToHaveCountAsync(1);
        await PressAsync("p");
        await Expect(Requests).ToHaveCountAsync(2);
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter requests" }).FillAsync("models 200");

        await Expect(Requests).ToHaveCountAsync(1);
        await Expect(Requests.First).ToContainTextAsync("/v2/models");
    }

    [Test]
    public async Task A_fault_added_in_the_form_affects_clients_and_is_shown_until_cleared()
    {
        await Page.Locator("#faults summary").ClickAsync();
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "To" }).FillAsync("Models_List");
        await Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Status" }).FillAsync("429");
        await Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Retry-After" }).FillAsync("7");
        await Button("Add fault").ClickAsync();
        await Expect(Page.GetByText("1 in force")).ToBeVisibleAsync();

        var refused = await Assert.CatchAsync<OpperRateLimitException>(() => Opper.Models.ListAsync());

        Assert.That(refused!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        await Expect(Requests.First.GetByLabel("status 429")).ToBeVisibleAsync();
        await Expect(Requests.First.Locator(".pill")).ToHaveTextAsync("status");
        await Expect(Page.GetByText("1 hit", new() { Exact = true })).ToBeVisibleAsync();

        await Button("Clear all faults").ClickAsync();
        await Expect(Page.GetByText("in force")).ToHaveCountAsync(0);
        Assert.That((await Opper.Models.ListAsync()).Data, Is.Not.Empty);
    }

    [Test]
    public async Task An_invalid_fault_is_rejected_with_the_reason()
    {
        IsExpected = complaint => complaint.Contains("422", StringComparison.Ordinal);
        await Page.Locator("#faults summary").ClickAsync();
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "To" }).FillAsync("Nothing_Like_It");
        await Button("Add fault").ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'Nothing_Like_It' is not an operation of the contract");
    }

    [Test]
    public async Task A_reset_connection_is_shown_differently_from_an_open_one()
    {
        Emulator.AddFault(new EmulatorFault { Kind = EmulatorFaultKind.ConnectionReset });
        await Assert.CatchAsync<OpperConnectionException>(() => Opper.Models.ListAsync());

        await Expect(Requests.First.GetByLabel("status cut")).ToBeVisibleAsync();
        await Expect(Requests.First.Locator(".pill")).ToHaveTextAsync("connection_reset");
    }

    [Test]
    public async Task A_reset_asks_for_confirmation_and_deletes_all_data()
    {
        await Opper.CallAsync<string>("hello", "Say hello.", "Ann");
        await Expect(Requests).ToHaveCountAsync(1);
        Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await Button("Reset emulator").ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for requests" })).ToBeVisibleAsync();
        Assert.That((await Opper.Traces.ListAsync()).Data, Is.Empty);
    }

    [Test]
    public async Task Seven_tabs_are_notified_of_every_request_even_after_the_first_is_closed()
    {
        var tabs = new List<IPage> { Page };
        while (tabs.Count < 7)
        {
            var tab = await Page.Context.NewPageAsync();
            await tab.GotoAsync(Origin + "#/live");
            await Expect(tab.GetByText("listening")).ToBeVisibleAsync();
            tabs.Add(tab);
        }

        await Opper.Models.ListAsync();
        foreach (var tab in tabs)
        {
            await Expect(tab.GetByLabel("status 200")).ToHaveCountAsync(1);
        }

        // Each tab still loads its view.
        foreach (var tab in tabs.Skip(1))
        {
            await tab.GotoAsync(Origin + "#/functions");
            await Expect(tab.GetByText("No functions yet")).ToBeVisibleAsync();
            await tab.GotoAsync(Origin + "#/live");
        }

        await tabs[0].CloseAsync();
        await Expect(tabs[1].GetByText("listening")).ToBeVisibleAsync();
        await Opper.Models.ListAsync();
        foreach (var tab in tabs.Skip(1))
        {
            await Expect(tab.GetByLabel("status 200")).ToHaveCountAsync(2);
        }
    }
}
