using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using Opper.Docs.Support;
using Opper.Emulator;
using Opper.TestSupport;

namespace Opper.Docs;

/// <summary>Every recipe of the cookbook runs unchanged against the emulator, and prints the expected output.</summary>
[NonParallelizable]
public sealed class RecipeTests
{
    private static readonly Dictionary<string, Recipe> Runs = new()
    {
        ["agent"] = new(
            e => e.OnChat().CallsTool("Calendar", new { day = "2026-12-01" }).CallsTool("Weather", new { city = "Oslo" }).Returns("Take an umbrella."),
            "Take an umbrella."),
        ["background-indexing"] = new(_ => { }, "story.txt is indexed"),
        ["browser-streaming"] = new(e => e.OnCall("report").Returns(new { Title = "Norway", Findings = new[] { "cold" } }),
            "\"isFinal\":true", "/report/norway"),
        ["budgets"] = new(e => e.OnCall("reply").Returns("It is on its way."), "acme: limit 0.015 USD\nglobex: limit 0.015 USD"),
        ["caching"] = new(e => e.OnCall("greet").Returns("Hello, Ann!"), "Hello, Ann!\nHello, Ann!\n1 response cached"),
        ["classification"] = new(_ => { }, string.Empty),
        ["cost-control"] = new(e => e.OnCall("classify").Returns(new { Name = "billing", Confidence = 0.4 }), "billing: I like your shop."),
        ["deploy-functions"] = new(e => e.OnCall("recipes/summarize").Returns(new { Text = "A lamp." }), "A lamp."),
        ["evaluation"] = new(
            e =>
            {
                e.OnCall("recipes/triage").Returns("billing");
                e.OnCall("recipes/triage/evaluation").Returns(call => call.InputText.Contains("parcel", StringComparison.Ordinal) ? "shipping" : "billing");
            },
            "0.5 before, 1 with the new prompt: passed"),
        ["extraction"] = new(
            e => e.OnCall("extract_invoice").Returns(new { Number = "17", Total = 120, Currency = "EUR", Due = "2026-12-01" })
                .Returns(new { Number = "A-17", Total = 120, Currency = "EUR", Due = "2026-12-01" }),
            "A-17: 120 EUR, due 2026-12-01"),
        ["fallback"] = new(e => e.OnCall("summarize").Throws(503).Throws(503).Throws(503), "A long text."),
        ["feedback"] = new(e => e.OnCall("recipes/reply").Returns("It is on its way."), "thank you"),
        ["images"] = new(e => e.OnCall("read_receipt").Returns(new { Shop = "Acme", Total = 12.5 }), "Acme: 12.5"),
        ["many-machines"] = new(e => e.OnCall("summarize").Returns("short"), "50 done, 0 failed"),
        ["many-rows"] = new(e => e.OnCall("summarize").Throws(429).Returns("short"), "50 done, 0 failed\n50 were recorded, 0 USD"),
        ["native-aot"] = new(e => e.OnCall("triage").Returns(new { Subject = "lamp", Urgent = true }), "\"subject\":\"lamp\"", "/triage/lamp"),
        ["openai-migration"] = new(
            e =>
            {
                e.OnChat().Returns("""{"Number": "A-17", "Total": 120.5}""");
                e.OnCall("extract_invoice").Returns(new { Number = "A-17", Total = 120.5 });
            },
            "Invoice { Number = A-17, Total = 120.5 }\nInvoice { Number = A-17, Total = 120.5 }"),
        ["opentelemetry"] = new(e => e.OnCall("greet").Returns("Hello, Ann!"), "tokens in"),
        ["rag"] = new(e => e.OnCall("answer").Returns(new { Text = "140 euros", Sources = new[] { "passage-0" } }), "140 euros [passage-0]"),
        ["recording"] = new(_ => { }, "Hello, Ann!\n0 requests were not recorded"),
        ["rerank"] = new(_ => { }, "The lamp is reset with the red button."),
        ["tenants"] = new(e => e.OnCall("greet").Returns("Hello!"), "acme: Hello!\nglobex: Hello!"),
        ["testing"] = new(_ => { }, "billing\n2 requests\nTrue"),
    };

    private static IEnumerable<string> Names() => Documents.All
        .Where(document => document.StartsWith(Documents.Recipes + "/", StringComparison.Ordinal) && !document.EndsWith("/index.md", StringComparison.Ordinal))
        .Select(document => Path.GetFileNameWithoutExtension(document));

    [Test]
    public void There_are_at_least_15_recipes() => Assert.That(Names().Count(), Is.GreaterThanOrEqualTo(15));

    [TestCaseSource(nameof(Names))]
    public async Task A_recipe_runs(string name)
    {
        Assert.That(Runs, Contains.Key(name), $"{nameof(RecipeTests)} does not say how the recipe {name} is run");
        var recipe = Runs[name];
        await using var emulator = await OpperEmulator.StartAsync();
        recipe.Arrange(emulator);
        var folder = Directory.CreateTempSubdirectory("opper-recipe");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "story.txt"), "Once upon a time there was a lamp.");

        var output = await RunAsync($"{Documents.Recipes}/{name}.md", recipe, emulator, folder.FullName);

        Assert.That(output.ReplaceLineEndings("\n"), Does.Contain(recipe.Output));
        folder.Delete(recursive: true);
    }

    [TestCase("src/Opper.Batch/README.md", "My invoice is wrong!: ")]
    [TestCase("src/Opper.Batch.Orleans/README.md", "8 rows, 0 failed")]
    [TestCase("src/Opper.Evaluation/README.md", "passed")]
    public async Task The_quickstart_of_each_package_runs_without_a_key(string document, string output)
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var folder = Directory.CreateTempSubdirectory("opper-quickstart");
        for (var part = 0; part < 4; part++)
        {
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, $"mails-{part}.jsonl"), ["\"My invoice is wrong!\"", "\"Where is my parcel?\""]);
        }

        Assert.That(await RunAsync(document, new Recipe(_ => { }, output), emulator, folder.FullName), Does.Contain(output));
        folder.Delete(recursive: true);
    }

    [TestCase("compose.yaml", "yaml", "src/Opper.Batch.Orleans/README.md", $"{Documents.Recipes}/many-machines.md")]
    [TestCase("Dockerfile", "dockerfile", $"{Documents.Recipes}/many-machines.md")]
    public void The_cluster_files_are_those_in_the_documents(string file, string language, params string[] documents)
    {
        var content = Documents.Read($"{Documents.Recipes}/many-machines/{file}");
        foreach (var document in documents)
        {
            Assert.That(Documents.Snippets(document, language).Single(), Is.EqualTo(content), document);
            Assert.That(Documents.Read(document), Does.Contain($"many-machines/{file})"), document);
        }
    }

    [Test]
    public void The_compose_file_describes_a_Redis_that_keeps_its_data_and_silos_that_share_a_folder()
    {
        var compose = new YamlDotNet.Serialization.Deserializer().Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, object>?>>>(
            Documents.Read($"{Documents.Recipes}/many-machines/compose.yaml"));

        Assert.That(compose.Keys, Is.EquivalentTo(new[] { "services", "volumes" }));
        var (redis, silo) = (compose["services"]["redis"]!, compose["services"]["silo"]!);
        Assert.That(redis["command"], Is.EqualTo("redis-server --appendonly yes"));
        Assert.That(((List<object>)redis["volumes"]).Cast<string>().Select(volume => volume.Split(':')[0]), Is.SubsetOf(compose["volumes"].Keys));
        Assert.That(silo["volumes"], Is.EqualTo(new[] { $"./data:{silo["working_dir"]}" }));
        Assert.That((Dictionary<object, object>)silo["environment"], Contains.Key("OPPER_API_KEY").And.ContainValue("redis:6379"));
        Assert.That((Dictionary<object, object>)silo["depends_on"], Contains.Key("redis"));
    }

    private static async Task<string> RunAsync(string document, Recipe recipe, OpperEmulator emulator, string folder)
    {
        var main = Load(Documents.Snippets(document, "csharp").First());
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["OPPER_API_KEY"] = emulator.ApiKey,
            ["OPPER_BASE_URL"] = emulator.BaseAddress.ToString(),
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
        };
        var before = environment.Keys.ToDictionary(key => key, Environment.GetEnvironmentVariable);
        var (console, directory) = (Console.Out, Environment.CurrentDirectory);
        using var output = new StringWriter();
        try
        {
            Array.ForEach([.. environment], variable => Environment.SetEnvironmentVariable(variable.Key, variable.Value));
            Environment.CurrentDirectory = folder;
            Console.SetOut(TextWriter.Synchronized(output));
            var run = Task.Factory.StartNew(() => main.Invoke(null, [Array.Empty<string>()]), TaskCreationOptions.LongRunning);
            if (recipe.Page is null)
            {
                await run.WaitAsync(TimeSpan.FromMinutes(1));
                return output.ToString();
            }

            // A server runs until the tests end.
            return await GetAsync(new Uri($"http://127.0.0.1:{port}{recipe.Page}"), run);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = directory;
            Array.ForEach([.. before], variable => Environment.SetEnvironmentVariable(variable.Key, variable.Value));
        }
    }

    private static MethodInfo Load(string code)
    {
        var compilation = Snippet.Compile(code);
        Assert.That(Snippet.Problems(compilation), Is.Empty);
        using var image = new MemoryStream();
        Assert.That(compilation.Emit(image).Success);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
    }

    private static async Task<string> GetAsync(Uri page, Task server)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                return await http.GetStringAsync(page);
            }
            catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConnectionError && !server.IsCompleted)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <param name="Arrange">Scripts the answers.</param>
    /// <param name="Output">What the program has to print, or the page to contain.</param>
    /// <param name="Page">The path to request, where the recipe is a server.</param>
    private sealed record Recipe(Action<OpperEmulator> Arrange, string Output, string? Page = null);
}
