using Microsoft.Playwright;

namespace Opper.Browser;

/// <summary>One browser for all tests of this namespace and below: the system's own, nothing is downloaded.</summary>
[SetUpFixture]
public sealed class Chromium
{
    private const string Missing =
        "No Chromium or Chrome was found. Install one (Debian, Ubuntu: apt-get install -y chromium), or name its executable in CHROME_PATH.";

    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
    ];

    private static IPlaywright? s_playwright;
    private static IBrowser? s_browser;

    public static IBrowser Browser
    {
        get
        {
            if (s_browser is null)
            {
                // Wanted: a machine with the .NET SDK alone runs all other tests. CI installs a browser.
                Assert.Ignore(Missing);
            }

            return s_browser!;
        }
    }

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("CHROME_PATH"), .. s_places];
        if (candidates.FirstOrDefault(File.Exists) is not { } executable)
        {
            return;
        }

        s_playwright = await Playwright.CreateAsync();
        s_browser = await s_playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Headless = true, Args = s_arguments });
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (s_browser is not null)
        {
            await s_browser.DisposeAsync();
        }

        s_playwright?.Dispose();
    }
}
