using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Samples.Agent;

namespace Opper.Browser;

/// <summary>The run of an agent, exported through OpenTelemetry, as the page shows it.</summary>
public sealed class AgentTests : PageTest
{
    [Test]
    public async Task An_agent_run_is_one_trace_with_its_tools_tokens_and_costs()
    {
        Emulator.OnChat()
            .CallsTools(("samples_triage", new { Text = "How do I reset my router?" }))
            .CallsTools(("search_samples-manuals", new { query = "reset router" }), ("order_status", new { number = 7 }))
            .Returns("Hold the red button for ten seconds; order 7 leaves the warehouse today.");
        await SupportDesk.RunAsync(Opper, TextWriter.Null);

        await GoAsync();

        await Expect(Page.GetByRole(AriaRole.Treeitem)).ToHaveCountAsync(9);
        await Expect(Page.Locator("[role=treeitem][aria-level='1']")).ToHaveCountAsync(1);
        await Expect(Page.Locator(".figures").First).ToContainTextAsync("tokens");
        await Expect(Page.Locator(".figures").First).ToContainTextAsync("$0.0");
        await Span("execute_tool order_status").ClickAsync();
        await Expect(Pane("Output")).ToContainTextAsync("Order 7 leaves the warehouse today.");
        await ShootAsync("agent");
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = "samples/triage" }).ClickAsync();
        await Expect(Page.Locator(".panel-head .figures")).ToContainTextAsync("$0.0");
    }
}
