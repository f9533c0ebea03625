using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Opper.Browser;

/// <summary>The documentation site as readers see it: built by <c>dotnet build build/docs</c>, and named by <c>OPPER_SITE</c>.</summary>
public sealed class SiteTests
{
    private static readonly string? Site = Environment.GetEnvironmentVariable("OPPER_SITE");

    private WebApplication _server = null!;
    private IPage _page = null!;

    private static IEnumerable<string> Pages() => Site is null
        ? []
        : Directory.EnumerateFiles(Site, "*.html", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Site, file).Replace('\\', '/'))
            .Where(page => !page.StartsWith("api/", StringComparison.Ordinal) && !page.EndsWith("toc.html", StringComparison.Ordinal));

    [OneTimeSetUp]
    public async Task ServeAsync()
    {
        if (Site is null)
        {
            // Intended: the site takes minutes to build. CI builds it and sets the variable.
            Assert.Ignore("OPPER_SITE does not name a built site.");
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        // As on GitHub Pages, a file of any type is served.
        _server.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Path.GetFullPath(Site!)),
            StaticFileOptions = { ServeUnknownFileTypes = true },
        });
        await _server.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [SetUp]
    public async Task OpenAsync() => _page = await Chromium.Browser.NewPageAsync();

    [TearDown]
    public async Task CloseAsync()
    {
        if (_page is not null)
        {
            await _page.CloseAsync();
        }
    }

    [Test]
    public void The_site_has_all_its_pages() => Assert.That(Pages(), Has.Member("index.html").And.Member("cookbook/rag.html").And.Member("guide/calls.html"));

    [TestCaseSource(nameof(Pages))]
    public async Task A_page_loads_without_errors_and_has_no_broken_links(string page)
    {
        List<string> errors = [];
        _page.PageError += (_, error) => errors.Add(error);
        _page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                errors.Add($"{response.Status} {response.Url}");
            }
        };

        await _page.GotoAsync(Address(page), new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.That(await _page.Locator("article h1").First.TextContentAsync(), Is.Not.Empty);
        var links = await _page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])");
        foreach (var link in links.Where(link => link.StartsWith(_server.Urls.Single(), StringComparison.Ordinal)).Distinct())
        {
            var response = await _page.Context.APIRequest.GetAsync(link);
            if (!response.Ok)
            {
                errors.Add($"{response.Status} {link}");
            }
        }

        Assert.That(errors, Is.Empty);
    }

    [Test]
    public async Task Code_is_readable_in_light_and_dark_mode_and_on_a_narrow_screen([Values] bool dark)
    {
        await _page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await _page.SetViewportSizeAsync(400, 800);
        await _page.GotoAsync(Address("guide/calls.html"), new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.That(await _page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(400));
        var result = await _page.Locator("article").RunAxe();
        Assert.That(result.Violations.Where(violation => violation.Impact == "critical").Select(violation => violation.Id), Is.Empty);
    }

    private string Address(string page) => $"{_server.Urls.Single()}/{page}";
}
