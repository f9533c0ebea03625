using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Opper.Browser.Support;

namespace Opper.Browser;

/// <summary>Rules for all views.</summary>
public sealed class ShellTests : PageTest
{
    private static readonly string[] Views = ["traces", "functions", "knowledge", "live"];

    [Test]
    public async Task Each_empty_view_says_how_to_fill_it()
    {
        foreach (var view in Views)
        {
            await GoAsync($"#/{view}");

            await Expect(Page.GetByText($"export OPPER_BASE_URL={Emulator.BaseAddress.ToString().TrimEnd('/')}")).ToBeVisibleAsync();
            await Expect(Page.GetByText($"export OPPER_API_KEY={Emulator.ApiKey}")).ToBeVisibleAsync();
            await Expect(Page.GetByText("var opper = new OpperClient();")).ToBeVisibleAsync();
        }
    }

    [Test]
    public async Task Each_view_passes_the_accessibility_rules_in_light_and_dark_mode([Values] bool dark)
    {
        await new Demo(Emulator, Opper, Clock).SeedAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        foreach (var view in Views)
        {
            await GoAsync($"#/{view}");
            await Page.Locator("[aria-current=true], .request").First.WaitForAsync();
            await FillAsync(view);
            var result = await Page.RunAxe();

            Assert.That(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")), Is.Empty, view);
        }
    }

    [Test]
    public async Task Each_view_fits_a_narrow_screen()
    {
        await new Demo(Emulator, Opper, Clock).SeedAsync();
        await Page.SetViewportSizeAsync(400, 800);
        foreach (var view in Views)
        {
            await GoAsync($"#/{view}");
            await Page.Locator(".item, .request").First.ClickAsync();
            await Page.Locator("h1:visible, .panel-head:visible").First.WaitForAsync();

            Assert.That(await WidthAsync(), Is.EqualTo(400), view);
        }

        await GoAsync("#/traces");
        await Page.Locator(".item").First.ClickAsync();
        await Span("write_answer").ClickAsync();
        await Pane("Feedback").WaitForAsync();
        Assert.That(await WidthAsync(), Is.EqualTo(400), "span");
    }

    [Test]
    public async Task The_color_scheme_follows_the_system_until_one_is_chosen()
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await GoAsync();
        var dark = await PaperAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var light = await PaperAsync();
        await PressAsync("t");
        var chosen = await PaperAsync();
        await Page.ReloadAsync();
        var kept = await PaperAsync();

        Assert.That((dark, light), Is.EqualTo(("rgb(18, 19, 21)", "rgb(247, 246, 243)")));
        Assert.That((chosen, kept), Is.EqualTo((dark, dark)));
    }

    [Test]
    public async Task All_views_have_keyboard_shortcuts_that_are_listed()
    {
        await GoAsync();
        await PressAsync("Tab");
        await Expect(Link("Skip to content")).ToBeFocusedAsync();
        await PressAsync("4");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Live", Exact = true })).ToBeVisibleAsync();
        await PressAsync("/");
        await Expect(Page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await PressAsync("Escape", "?");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToContainTextAsync("Fold and unfold a span");
        await PressAsync("Escape", "2");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Functions", Exact = true })).ToBeVisibleAsync();
    }

    [Test]
    public async Task An_error_is_shown_as_an_alert()
    {
        IsExpected = complaint => complaint.Contains("404", StringComparison.Ordinal);
        await GoAsync("#/traces/00000000-0000-0000-0000-000000000000");

        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Trace 00000000-0000-0000-0000-000000000000 not found");
    }

    private async Task FillAsync(string view)
    {
        switch (view)
        {
            case "traces":
                await Span("write_answer").ClickAsync();
                await Pane("Feedback").WaitForAsync();
                break;
            case "functions":
                await Link("write_answer").ClickAsync();
                await Page.GetByRole(AriaRole.Tab, new() { Name = "What changed" }).ClickAsync();
                await Pane("Change of Model").WaitForAsync();
                break;
            case "knowledge":
                await Page.GetByRole(AriaRole.Searchbox).FillAsync("reset");
                await Button("Filter by metadata").ClickAsync();
                await Button("Search").ClickAsync();
                await Link("p200/reset").ClickAsync();
                await Pane("Segments").WaitForAsync();
                break;
            default:
                await Page.Locator("#faults summary").ClickAsync();
                await Page.Locator(".request").First.ClickAsync();
                await Pane("Headers").WaitForAsync();
                break;
        }
    }

    private Task<int> WidthAsync() =>
        Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('.pane, .scroll')].filter(e => "
            + "e.offsetParent).map(e => e.scrollWidth))");

    private Task<string> PaperAsync() => Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
