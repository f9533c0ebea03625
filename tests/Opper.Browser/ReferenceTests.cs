using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Functions;

namespace Opper.Browser;

public sealed class ReferenceTests : PageTest
{
    [Test]
    public async Task The_reference_shows_operations_and_can_send_requests()
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "seen_in_the_reference", Instructions = "x" });
        await GoAsync("reference/");
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Opper API" }).WaitForAsync();
        await Expect(Page.GetByText("POST").First).ToBeVisibleAsync();

        await Page.EvaluateAsync("location.hash = '#tag/functions/GET/v2/functions'");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /v2/functions)" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = false }).First.ClickAsync();

        await Expect(Page.GetByText("seen_in_the_reference").First).ToBeVisibleAsync();
        Assert.That(Emulator.Requests[^1].ToString(), Does.StartWith("GET /v2/functions").And.EndsWith("200"));
    }

    [Test]
    public async Task The_page_links_to_the_reference_and_back()
    {
        await GoAsync();
        await Link("API").ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Opper API" }).WaitForAsync();
        await Link("Opper Emulator").ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "No traces yet" })).ToBeVisibleAsync();
    }
}
