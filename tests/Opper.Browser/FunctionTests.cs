using Microsoft.Playwright;
using Opper.Browser.Support;
using Opper.Functions;

namespace Opper.Browser;

public sealed class FunctionTests : PageTest
{
    [SetUp]
    public async Task SeedAsync() => await new Demo(Emulator, Opper, Clock).SeedFunctionsAsync();

    [Test]
    public async Task A_revision_shows_its_changes()
    {
        await GoAsync("#/functions");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "What changed" }).ClickAsync();

        await Expect(Pane("Change of Model")).ToContainTextAsync("openai/gpt-4o-mini");
        await Expect(Pane("Change of Model")).ToContainTextAsync("anthropic/claude-sonnet-4");
        await Expect(Pane("Change of Instructions").Locator("[data-kind='-']"))
            .ToContainTextAsync(["Answer the customer's question.", "Use only the passages."]);
        await Expect(Pane("Change of Instructions").Locator("[data-kind='+']"))
            .ToContainTextAsync(["in at most four sentences", "say so if they do not hold the answer"]);
        await Expect(Pane("Change of Instructions").Locator("div:not([data-kind])")).ToHaveTextAsync("Name the page of each fact.");
    }

    [Test]
    public async Task Revisions_can_be_browsed_with_arrow_keys_and_Enter()
    {
        await GoAsync("#/functions");
        await Page.Locator(".revision[aria-current]").FocusAsync();
        await PressAsync("ArrowDown", "ArrowDown", "Enter");

        await Expect(Page.GetByText("Revision 1 of 3")).ToBeVisibleAsync();
        await Expect(Pane("Instructions").Locator("pre")).ToHaveTextAsync("Answer the customer's question.");
        await Expect(Pane("Output schema")).ToContainTextAsync("\"The pages that were used\"");
        await Expect(Page.Locator(".revision[aria-current]")).ToBeFocusedAsync();
    }

    [Test]
    public async Task A_call_from_the_page_is_recorded_like_any_other()
    {
        Emulator.OnCall("write_answer").Returns(call => new { Answer = $"About {call.InputText}", Pages = new[] { 3 }, Confidence = 1 });
        await GoAsync("#/functions");
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Input" }).FillAsync("the filter");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Call", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("\"About the filter\"")).ToBeVisibleAsync();
        await Link("See its trace").ClickAsync();

        await Expect(Pane("Span").GetByRole(AriaRole.Region, new() { Name = "Input" })).ToContainTextAsync("the filter");
        Assert.That(Emulator.Requests.Count(request => request.Operation == "Functions_Call"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_streamed_call_from_the_page_shows_its_text()
    {
        var function = await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "greet", Instructions = "Greet." });
        Emulator.OnCall("greet").Streams("Hello ", "there, ", "Ann.");
        await GoAsync($"#/functions/{function.Id}");
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = "Stream the output" }).CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Call", Exact = true }).ClickAsync();

        await Expect(Page.GetByText("Hello there, Ann.")).ToBeVisibleAsync();
        await Expect(Link("See its trace")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Requests_that_the_page_sends_to_load_its_views_are_not_recorded()
    {
        var before = Emulator.Requests.Count;
        await GoAsync("#/functions");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "write_answer" })).ToBeVisibleAsync();

        Assert.That(Emulator.Requests, Has.Count.EqualTo(before));
    }
}
