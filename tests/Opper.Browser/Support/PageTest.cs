using Microsoft.Playwright;
using Opper.Emulator;

namespace Opper.Browser.Support;

/// <summary>A page on its own emulator. Every test also checks that no other server was requested and that the console has no errors.</summary>
public abstract class PageTest
{
    private readonly List<string> _asked = [];
    private readonly List<string> _complaints = [];
    private IBrowserContext _context = null!;

    protected OpperEmulator Emulator { get; private set; } = null!;

    protected OpperClient Opper { get; private set; } = null!;

    protected DemoClock Clock { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    /// <summary>Console errors that a test expects.</summary>
    protected Func<string, bool> IsExpected { get; set; } = _ => false;

    /// <summary>The folder for screenshots; null to keep none.</summary>
    protected static string? Pictures { get; } = Environment.GetEnvironmentVariable("OPPER_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    protected virtual OpperEmulatorOptions Options => new();

    /// <summary>The only server to which requests are allowed.</summary>
    protected string Origin => $"http://127.0.0.1:{Emulator.BaseAddress.Port}/";

    protected virtual BrowserNewContextOptions View =>
        new() { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, ColorScheme = ColorScheme.Light };

    [SetUp]
    public async Task OpenAsync()
    {
        var browser = Chromium.Browser;
        _asked.Clear();
        _complaints.Clear();
        IsExpected = _ => false;
        Clock = new DemoClock();
        var options = Options;
        options.TimeProvider = Clock;
        Emulator = await OpperEmulator.StartAsync(options);
        Opper = Emulator.CreateClient(client =>
        {
            client.BaseUrl = Origin;
            client.MaxRetries = 0;
            client.TimeProvider = Clock;
        });
        _context = await browser.NewContextAsync(View);
        _context.SetDefaultTimeout(10_000);
        Page = await _context.NewPageAsync();
        Page.Request += (_, request) => _asked.Add(request.Url);
        Page.PageError += (_, error) => _complaints.Add(error);
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add($"{message.Text} ({message.Location})");
            }
        };
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (Emulator is null)
        {
            return;
        }

        if (Pictures is { } folder && TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"failed-{TestContext.CurrentContext.Test.Name}.png") });
        }

        await _context.CloseAsync();
        await Emulator.DisposeAsync();
        var foreign = _asked.Where(url => !url.StartsWith(Origin, StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal)).ToList();
        var complaints = _complaints.Where(complaint => !IsExpected(complaint)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(foreign, Is.Empty, "Requests to other servers");
            Assert.That(complaints, Is.Empty, "Errors and warnings in the console");
        }
    }

    protected Task GoAsync(string path = "") => Page.GotoAsync(Origin + path);

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    protected ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    protected ILocator Span(string name) => Page.GetByRole(AriaRole.Treeitem, new() { Name = name });

    protected ILocator Pane(string name) => Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    protected Task PressAsync(params string[] keys) => keys.Aggregate(Task.CompletedTask, async (before, key) =>
    {
        await before;
        await Page.Keyboard.PressAsync(key);
    });

    /// <summary>Takes a screenshot for the documents and checks its size; saves it if OPPER_SCREENSHOTS is a folder.</summary>
    protected async Task ShootAsync(string name)
    {
        var bytes = await Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Assert.That(bytes, Has.Length.LessThan(200 * 1024));
        if (Pictures is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), bytes);
        }
    }
}
