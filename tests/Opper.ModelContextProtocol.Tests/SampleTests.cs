using System.Diagnostics;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Opper.Emulator;

namespace Opper.ModelContextProtocol.Tests;

/// <summary>The sample, started as by users, with the client of the official package.</summary>
public sealed partial class SampleTests
{
    [Test]
    public async Task The_sample_serves_over_standard_input_and_output()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        await using var client = await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [Program],
            EnvironmentVariables = new Dictionary<string, string?> { [OpperClientOptions.ApiKeyVariable] = emulator.ApiKey,
                [OpperClientOptions.BaseUrlVariable] = emulator.BaseAddress.ToString() },
        }));

        await AskAsync(client);
        Assert.That(emulator.Requests.Count(request => request.Path.EndsWith("/call", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task The_sample_serves_over_HTTP()
    {
        await using var emulator = await OpperEmulator.StartAsync();
        var start = new ProcessStartInfo("dotnet", [Program, "--http", "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        start.Environment[OpperClientOptions.ApiKeyVariable] = emulator.ApiKey;
        start.Environment[OpperClientOptions.BaseUrlVariable] = emulator.BaseAddress.ToString();
        using var process = Process.Start(start)!;
        try
        {
            await using var client = await McpClient.CreateAsync(
                new HttpClientTransport(new HttpClientTransportOptions { Endpoint = await AddressAsync(process.StandardOutput) }));
            await AskAsync(client);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    // From its own output: that of the tests has other versions of its dependencies.
    private static string Program => Path.Combine(
        TestContext.CurrentContext.TestDirectory.Replace(Path.Combine("tests", "Opper.ModelContextProtocol.Tests"), Path.Combine("src", "Samples", "Mcp"),
            StringComparison.Ordinal),
        "Opper.Samples.Mcp.dll");

    private static async Task AskAsync(McpClient client)
    {
        Assert.That((await client.ListToolsAsync()).Select(tool => tool.Name), Is.EquivalentTo(new[] { "samples_triage", "search_samples-manuals" }));
        var triage = await client.CallToolAsync("samples_triage", new Dictionary<string, object?> { ["Text"] = "My router does not start." });
        Assert.That(triage.StructuredContent!.Value.TryGetProperty("Team", out _), Is.True);
        var search = await client.CallToolAsync("search_samples-manuals", new Dictionary<string, object?> { ["query"] = "reset router" });
        Assert.That(search.Content.OfType<TextContentBlock>().Single().Text, Does.Contain("red button"));
    }

    private static async Task<Uri> AddressAsync(TextReader output)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await output.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } address)
            {
                return new Uri(address.Value);
            }
        }

        throw new InvalidOperationException("The sample ended without saying where it listens.");
    }

    [GeneratedRegex(@"(?<=listening on: )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
