using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Emulator;

namespace Opper.Browser;

/// <summary>The page does not receive the key under a foreign host name.</summary>
public sealed class KeyTests : PageTest
{
    protected override OpperEmulatorOptions Options => new() { ApiKey = "right", Address = System.Net.IPAddress.Any };

    [Test]
    public async Task The_page_asks_for_the_key_until_it_is_valid()
    {
        IsExpected = complaint => complaint.Contains("401", StringComparison.Ordinal);
        await GoAsync();
        await EnterAsync("wrong");
        await Expect(Page.GetByText("That key was rejected")).ToBeVisibleAsync();
        await EnterAsync("right");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "No traces yet" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task With_a_valid_key_the_page_shows_requests_and_the_reference()
    {
        await GoAsync("#/live");
        await EnterAsync("right");
        await Expect(Page.GetByText("listening")).ToBeVisibleAsync();
        await Opper.Models.ListAsync();
        await Expect(Page.GetByLabel("status 200")).ToHaveCountAsync(1);
        await GoAsync("reference/");

        await Expect(Page.GetByText("Opper API").First).ToBeVisibleAsync();
    }

    private async Task EnterAsync(string key)
    {
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "API key" }).FillAsync(key);
        await PressAsync("Enter");
    }
}
