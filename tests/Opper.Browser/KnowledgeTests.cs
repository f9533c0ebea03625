using Microsoft.Playwright;
using Opper.Browser.Support;

namespace Opper.Browser;

public sealed class KnowledgeTests : PageTest
{
    private ILocator Query => Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search this knowledge base" });

    private ILocator Hits => Page.GetByRole(AriaRole.List, new() { Name = "Results" }).GetByRole(AriaRole.Listitem);

    private string _manuals = null!;

    [SetUp]
    public async Task SeedAsync()
    {
        _manuals = await new Demo(Emulator, Opper, Clock).SeedKnowledgeAsync();
        await GoAsync("#/knowledge");
        await Query.FillAsync("reset the pump");
    }

    [Test]
    public async Task A_search_finds_and_highlights_inflected_words()
    {
        await PressAsync("Enter");

        await Expect(Hits).ToHaveCountAsync(5);
        await Expect(Hits.First).ToContainTextAsync("p200/reset");
        await Expect(Hits.First.Locator("mark")).ToHaveTextAsync(["reset", "pump", "pump", "Resetting"]);
    }

    [Test]
    public async Task Top_k_and_filters_narrow_the_search()
    {
        await Page.GetByRole(AriaRole.Spinbutton, new() { Name = "top_k" }).FillAsync("3");
        await Button("Filter by metadata").ClickAsync();
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Field" }).FillAsync("page");
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Comparison" }).SelectOptionAsync(">");
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Value" }).FillAsync("15");
        await Button("Search").ClickAsync();

        await Expect(Hits).ToHaveCountAsync(2);
        await Expect(Hits.Locator("b:not(.num)")).ToHaveTextAsync(["p200/winter", "p200/cleaning"]);
    }

    [Test]
    public async Task A_hit_opens_its_document_by_keyboard_and_Escape_goes_back()
    {
        await PressAsync("Enter");
        await Expect(Hits.First).ToBeVisibleAsync();
        await Hits.First.GetByRole(AriaRole.Link).FocusAsync();
        await PressAsync("ArrowDown", "Enter");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "p200/errors" })).ToBeVisibleAsync();
        await Expect(Pane("Segments").Locator("[data-hit]")).ToContainTextAsync("E4: the pump ran dry");
        await Expect(Pane("Metadata")).ToContainTextAsync("\"page\": 12");
        await PressAsync("Escape");

        await Expect(Pane("Document")).ToBeHiddenAsync();
        await Expect(Hits.Nth(1).GetByRole(AriaRole.Link)).ToBeFocusedAsync();
    }

    [Test]
    public async Task Files_are_listed_and_can_be_opened_as_documents()
    {
        await Opper.Knowledge.UploadFileAsync(_manuals, "The P500 pumps 500 litres a minute."u8.ToArray(), "p500.txt");
        await Opper.Knowledge.UploadFileAsync(_manuals, "The second edition says 510 litres."u8.ToArray(), "p500.txt");
        await Page.ReloadAsync();
        var files = Pane("Files").GetByRole(AriaRole.Row);
        await Expect(files.Nth(2)).ToContainTextAsync("success");
        await files.Nth(2).GetByRole(AriaRole.Button).ClickAsync();

        await Expect(Pane("Segments")).ToContainTextAsync("510 litres");
    }
}
