using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Opper.Emulator;
using Opper.Evaluation;

namespace Opper.Browser;

/// <summary>The report of an evaluation in a browser.</summary>
public sealed class EvaluationReportTests
{
    private const string Hostile = "</script><script>document.title = 'broken'</script>";

    private readonly List<string> _asked = [];
    private readonly List<string> _complaints = [];
    private IBrowserContext _context = null!;
    private IPage _page = null!;
    private string _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _asked.Clear();
        _complaints.Clear();
        _folder = Directory.CreateTempSubdirectory("opper-report-").FullName;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_context is not null)
        {
            await _context.CloseAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task A_report_is_accessible_and_loads_no_other_resource(ColorScheme scheme)
    {
        await OpenAsync(scheme);

        var problems = await _page.RunAxe();
        Assert.That(problems.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Select(node => node.Html))}"),
            Is.Empty);
        Assert.That(_asked, Has.Exactly(1).Items.And.All.StartWith("file:"));
        Assert.That(_complaints, Is.Empty);
        Assert.That(await BackgroundAsync(), Is.EqualTo(scheme == ColorScheme.Dark ? "rgb(20, 23, 31)" : "rgb(255, 255, 255)"));
        var picture = await _page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        if (scheme == ColorScheme.Light && Environment.GetEnvironmentVariable("OPPER_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, "evaluation.png"), picture);
        }
    }

    [Test]
    public async Task The_color_scheme_can_be_switched()
    {
        await OpenAsync(ColorScheme.Light);
        var before = await BackgroundAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Dark or light" }).ClickAsync();
        var after = await BackgroundAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Dark or light" }).ClickAsync();

        Assert.That((before, after, await BackgroundAsync()), Is.EqualTo(("rgb(255, 255, 255)", "rgb(20, 23, 31)", "rgb(255, 255, 255)")));
    }

    [Test]
    public async Task Cases_can_be_sorted_filtered_and_compared()
    {
        await OpenAsync(ColorScheme.Light);
        var rows = _page.Locator("tr[data-variant]:visible");
        await Assertions.Expect(rows).ToHaveCountAsync(48);

        await _page.GetByLabel("Variant").SelectOptionAsync("better prompt");
        await Assertions.Expect(rows).ToHaveCountAsync(24);
        var cases = _page.Locator("table").Last;
        await cases.GetByRole(AriaRole.Button, new() { Name = "exact" }).ClickAsync();
        await Assertions.Expect(cases.GetByRole(AriaRole.Columnheader, new() { Name = "exact" })).ToHaveAttributeAsync("aria-sort", "ascending");
        await Assertions.Expect(rows.First.Locator("td").Nth(2)).ToHaveTextAsync("0.000");
        await cases.GetByRole(AriaRole.Button, new() { Name = "exact" }).ClickAsync();
        await Assertions.Expect(rows.First.Locator("td").Nth(2)).ToHaveTextAsync("1.000");

        await _page.GetByLabel("only what is not as expected or failed").CheckAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await rows.First.GetByText("differs").ClickAsync();
        await Assertions.Expect(rows.First.Locator(".diff")).ToContainTextAsync("- billing");
        await Assertions.Expect(rows.First.Locator(".diff")).ToContainTextAsync($"+ {Hostile}");
        Assert.That(await _page.TitleAsync(), Is.EqualTo("support/triage"));
    }

    [Test]
    public async Task More_rows_of_many_are_shown_on_demand()
    {
        await OpenAsync(ColorScheme.Light, await LongReportAsync());
        var rows = _page.Locator("tr[data-variant]:visible");
        var more = _page.GetByRole(AriaRole.Button, new() { Name = "more of" });
        await Assertions.Expect(rows).ToHaveCountAsync(500);
        await Assertions.Expect(more).ToHaveTextAsync("Show 200 more of 700 rows");

        await _page.Locator("table").Last.GetByRole(AriaRole.Button, new() { Name = "case" }).ClickAsync();
        await _page.Locator("table").Last.GetByRole(AriaRole.Button, new() { Name = "case" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(500);
        await Assertions.Expect(rows.First.Locator("td").First).ToHaveTextAsync("349");
        await more.ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(700);
        await Assertions.Expect(more).ToBeHiddenAsync();

        await _page.GetByLabel("Variant").SelectOptionAsync("b");
        await Assertions.Expect(rows).ToHaveCountAsync(350);
        await Assertions.Expect(more).ToBeHiddenAsync();
        Assert.That(_complaints, Is.Empty);
    }

    private async Task OpenAsync(ColorScheme scheme, string? report = null)
    {
        var browser = Chromium.Browser;
        var path = Path.Combine(_folder, "report.html");
        await File.WriteAllTextAsync(path, report ?? await ReportAsync());
        _context = await browser.NewContextAsync(new() { ViewportSize = new ViewportSize { Width = 1100, Height = 760 }, ColorScheme = scheme });
        _page = await _context.NewPageAsync();
        _page.Request += (_, request) => _asked.Add(request.Url);
        _page.PageError += (_, error) => _complaints.Add(error);
        _page.Console += (_, message) => _complaints.Add(message.Text);
        await _page.GotoAsync(new Uri(path).AbsoluteUri);
    }

    private Task<string> BackgroundAsync() => _page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task<string> LongReportAsync()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var report = await new EvaluationRunner(emulator.CreateClient()).RunAsync(
            Enumerable.Range(0, 350).Select(i => new EvaluationCase(i.ToString(System.Globalization.CultureInfo.InvariantCulture), "x", "y")),
            [Variant("a"), Variant("b")],
            [Scorers.Exact()]);
        return report.ToHtml();

        EvaluationVariant Variant(string name) => EvaluationVariant.Of(name, "1", (_, _) => Task.FromResult(new EvaluationOutput(RawJson.From(name))));
    }

    /// <summary>Mails to three teams: the worse prompt fails for every fourth, the better one for the last, whose output is malicious.</summary>
    private static async Task<string> ReportAsync()
    {
        string[] teams = ["billing", "shipping", "technics"];
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("worse").Returns(call =>
            int.Parse(call.InputText.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) % 4 == 0 ? "billing?" : Team(call.InputText));
        emulator.OnCall("better").Returns(call => call.InputText.EndsWith(" 24", StringComparison.Ordinal) ? Hostile : Team(call.InputText));
        var opper = emulator.CreateClient();
        var cases = EvaluationDataset.Of([.. Enumerable.Range(1, 24)
            .Select(i => ((object?)$"{string.Concat(Enumerable.Repeat("Please help. ", i % 7))}It is about {teams[i % 3]}, mail {i}", (object?)teams[i % 3]))]);
        var report = await new EvaluationRunner(opper, new EvaluationOptions { Name = "support/triage" }).RunAsync(
            cases,
            [
                EvaluationVariant.OfTask(opper, new CallRequest { Name = "worse", Instructions = "Team?" }, "worse prompt"),
                EvaluationVariant.OfTask(opper,
                    new CallRequest { Name = "better", Instructions = "Say which team handles the mail: billing, shipping or technics." }, "better prompt"),
            ],
            [Scorers.Exact(), Scorers.JsonDiff()]);
        return report.ToHtml();

        string Team(string mail) => teams.First(team => mail.Contains(team, StringComparison.Ordinal));
    }
}
