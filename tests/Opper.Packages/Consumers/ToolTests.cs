using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Opper.Packages.Consumers;

/// <summary>'dotnet tool install' of the commands from the feed.</summary>
public sealed class ToolTests
{
    [Test]
    public async Task The_installed_command_serves_the_API()
    {
        using var http = new HttpClient { BaseAddress = await PackedEmulator.AddressAsync() };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "a-key");

        using var health = await http.GetAsync("/health");
        using var created = await http.PostAsJsonAsync("/v2/functions", new { name = "from-the-tool", instructions = "Greet." });
        var found = await http.GetFromJsonAsync<JsonElement>("/v2/functions/by-name/from-the-tool");

        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync());
        Assert.That(found.GetProperty("instructions").GetString(), Is.EqualTo("Greet."));
    }

    [Test]
    public async Task The_dotnet_opper_tool_can_be_installed_and_run()
    {
        using var place = new Workspace();
        (await place.RunAsync("tool", "install", "Opper.Tool", "--tool-path", "tools", "--version", Feed.Version)).Succeeds();
        var path = $"{place.PathOf("tools")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

        var run = (await DotNet.RunAsync(place.Folder, new Dictionary<string, string?> { ["PATH"] = path }, "opper", "call", "summarize", "The lamp is broken.",
            "-i", "Summarize.", "--emulator")).Succeeds();

        Assert.That(run.Text, Does.Contain("The lamp is broken."));
    }

    [Test]
    public async Task The_installed_command_serves_its_page()
    {
        using var http = new HttpClient { BaseAddress = await PackedEmulator.AddressAsync() };
        Assert.That(await http.GetStringAsync("/"), Does.Contain("<title>"));
    }
}
