using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Opper.Packages.Consumers;

/// <summary>'dotnet tool install' of the emulator from the feed.</summary>
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
    public async Task The_installed_command_serves_its_page()
    {
        using var http = new HttpClient { BaseAddress = await PackedEmulator.AddressAsync() };
        Assert.That(await http.GetStringAsync("/"), Does.Contain("<title>"));
    }
}
