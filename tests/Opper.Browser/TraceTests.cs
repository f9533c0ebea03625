using Microsoft.Playwright;
using Opper.Browser.Support;

namespace Opper.Browser;

public sealed class TraceTests : PageTest
{
    [Test]
    public async Task The_waterfall_nests_spans_and_shows_their_details_by_keyboard()
    {
        var demo = new Demo(Emulator, Opper, Clock);
        await demo.SeedKnowledgeAsync();
        demo.Script();
        await demo.AnswerAsync(Demo.Question, stockFails: false);
        await GoAsync();
        await Expect(Span("answer_customer")).ToBeVisibleAsync();

        var levels = new Dictionary<string, string?>();
        foreach (var name in new[] { "answer_customer", "rewrite_question", "retrieve", "search pump-manuals", "rerank", "write_answer" })
        {
            levels[name] = await Span(name).GetAttributeAsync("aria-level");
        }

        // Skip link, content, filter, trace, its copy button, tree.
        await PressAsync("Tab", "Enter", "Tab", "Tab", "Tab", "Tab", "ArrowDown", "ArrowDown", "ArrowDown");
        await Expect(Span("search pump-manuals")).ToBeFocusedAsync();
        await PressAsync("End", "ArrowUp", "Enter");

        Assert.That(levels.Values, Is.EqualTo(new[] { "1", "2", "2", "3", "3", "2" }));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "write_answer" })).ToBeVisibleAsync();
        await Expect(Pane("Metrics")).ToContainTextAsync("groundedness");
        await Expect(Pane("Metrics")).ToContainTextAsync("0.94");
        await Expect(Pane("Feedback")).ToContainTextAsync("Solved it, thank you!");
        await Expect(Pane("Details")).ToContainTextAsync("a script");
        await Expect(Pane("Instructions")).ToContainTextAsync("Use only the passages");
        await Expect(Pane("Span").GetByRole(AriaRole.Region, new() { Name = "Output" })).ToContainTextAsync("E4 means that the pump ran dry");

        await PressAsync("Escape");
        await Expect(Pane("Span")).ToBeHiddenAsync();
        await Expect(Span("write_answer")).ToBeFocusedAsync();
    }

    [Test]
    public async Task Bars_are_positioned_by_time_and_within_their_parents()
    {
        var demo = new Demo(Emulator, Opper, Clock);
        await demo.SeedKnowledgeAsync();
        demo.Script();
        await demo.AnswerAsync(Demo.Question, stockFails: false);
        await GoAsync();

        var retrieve = await BarAsync("retrieve");
        var search = await BarAsync("search pump-manuals");
        var rerank = await BarAsync("rerank");
        var write = await BarAsync("write_answer");

        Assert.That(search.X, Is.GreaterThanOrEqualTo(retrieve.X - 1));
        Assert.That(rerank.X + rerank.Width, Is.LessThanOrEqualTo(retrieve.X + retrieve.Width + 1));
        Assert.That(rerank.X, Is.GreaterThanOrEqualTo(search.X + search.Width - 1));
        // 1742 ms to 214 ms.
        Assert.That(write.Width / search.Width, Is.EqualTo(8.1).Within(1));
    }

    [Test]
    public async Task A_failed_span_shows_its_error()
    {
        await using (var span = await Opper.Spans.StartAsync("check_stock", type: "tool"))
        {
            span.SetError(new TimeoutException("Nobody answered."));
        }

        await GoAsync();
        await Span("check_stock tool").ClickAsync();

        await Expect(Span("failed")).ToBeVisibleAsync();
        await Expect(Page.Locator(".pane-panel .notice")).ToHaveTextAsync("TimeoutException: Nobody answered.");
    }

    [Test]
    public async Task A_running_trace_is_updated_live()
    {
        await using (await Opper.Spans.StartAsync("pipeline"))
        {
            await GoAsync();
            await Expect(Span("pipeline span, running")).ToBeVisibleAsync();
            await Opper.CallAsync<string>("summarize", "Sum it up.", "A long text about pumps.");
            await Expect(Span("summarize generation")).ToBeVisibleAsync();
        }

        await Expect(Page.GetByRole(AriaRole.Tree).GetByText("running")).ToHaveCountAsync(0);
        await Expect(Page.Locator(".pill[data-tone=ok]")).ToHaveTextAsync("success");
    }

    [Test]
    public async Task The_left_arrow_collapses_a_span_and_the_right_arrow_expands_it()
    {
        await using (await Opper.Spans.StartAsync("outer"))
        {
            await (await Opper.Spans.StartAsync("inner")).DisposeAsync();
        }

        await GoAsync();
        await Span("outer").FocusAsync();
        await PressAsync("ArrowLeft");
        await Expect(Span("inner")).ToHaveCountAsync(0);
        await PressAsync("ArrowRight");
        await Expect(Span("inner")).ToBeVisibleAsync();
        await PressAsync("ArrowDown");

        await Expect(Span("inner")).ToBeFocusedAsync();
    }

    [Test]
    public async Task Traces_are_paged_and_can_be_filtered_by_part_of_their_name()
    {
        for (var i = 1; i <= 55; i++)
        {
            await (await Opper.Spans.StartAsync($"run {i}")).DisposeAsync();
            Clock.Advance(1000);
        }

        await GoAsync();
        var items = Page.GetByRole(AriaRole.Navigation, new() { Name = "Traces" }).GetByRole(AriaRole.Link);
        await Expect(items).ToHaveCountAsync(50);
        await Expect(items.First).ToContainTextAsync("run 55");
        await Button("Older").ClickAsync();
        await Expect(items).ToHaveCountAsync(5);
        await Expect(Page.GetByText("51–55 of 55")).ToBeVisibleAsync();

        await PressAsync("/");
        await Page.Keyboard.TypeAsync("N 1");

        // 1 and 10 to 19.
        await Expect(items).ToHaveCountAsync(11);
    }

    [Test]
    public async Task Text_that_contains_HTML_is_escaped()
    {
        const string Evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        await (await Opper.Spans.StartAsync(Evil, Evil)).DisposeAsync();

        await GoAsync();
        await Page.GetByRole(AriaRole.Treeitem).ClickAsync();

        await Expect(Page.Locator("h1")).ToHaveTextAsync(Evil);
        await Expect(Pane("Span").GetByRole(AriaRole.Region, new() { Name = "Input" })).ToContainTextAsync(Evil);
        await Expect(Page.Locator("main img, main script")).ToHaveCountAsync(0);
    }

    private async Task<LocatorBoundingBoxResult> BarAsync(string name) => (await Span(name).Locator(".bar").BoundingBoxAsync())!;
}
