using Microsoft.Playwright;
using Opper.Browser.Support;

namespace Opper.Browser;

/// <summary>The screenshots of the README: always taken, and saved if OPPER_SCREENSHOTS is a folder.</summary>
public sealed class ScreenshotTests : PageTest
{
    [Test]
    public async Task The_demo_shows_a_waterfall_and_a_search()
    {
        await new Demo(Emulator, Opper, Clock).SeedAsync();

        await GoAsync();
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = "write_answer" }).ClickAsync();
        await Expect(Pane("Feedback")).ToBeVisibleAsync();
        await ShootAsync("traces");

        await GoAsync("#/knowledge");
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search this knowledge base" }).FillAsync("reset the pump after error E4");
        await PressAsync("Enter");
        await Page.GetByRole(AriaRole.Link, new() { Name = "p200/reset" }).ClickAsync();
        await Expect(Pane("Segments")).ToBeVisibleAsync();
        await ShootAsync("knowledge");
    }
}
