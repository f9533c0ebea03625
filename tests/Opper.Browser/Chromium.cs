using Microsoft.Playwright;

namespace Opper.Browser;

/// <summary>One browser for all tests of this namespace and below: that of the system, without downloads.</summary>
[SetUpFixture]
public sealed class Chromium
{
    private const string Missing =
        "No Chromium or Chrome was found. Install one (Debian, Ubuntu: apt-get install -y chromium), or name its executable in CHROME_PATH.";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
    ];

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    public static IBrowser Browser
    {
        get
        {
            if (_browser is null)
            {
                // Intended: a machine with only the .NET SDK runs all other tests. CI installs a browser.
                Assert.Ignore(Missing);
            }

            return _browser!;
        }
    }

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("CHROME_PATH"), .. Places];
        if (candidates.FirstOrDefault(File.Exists) is not { } executable)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Headless = true, Args = Arguments });
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
