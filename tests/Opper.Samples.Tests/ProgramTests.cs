using System.Diagnostics;

namespace Opper.Samples.Tests;

/// <summary>The samples, started as by users.</summary>
public sealed class ProgramTests : SampleFixture
{
    [TestCase("Agent", "", "used ")]
    [TestCase("ConsoleChat", "Hello there\n", "Hello there")]
    [TestCase("Evaluation", "", "with an example: passed")]
    [TestCase("Migration", "", "the same")]
    [TestCase("RagWorker", "How much may a hotel cost?\n", "140 euros")]
    [TestCase("Tracing", "", "answer_mail")]
    public async Task The_program_uses_the_server_from_the_environment(string sample, string input, string output)
    {
        var (exitCode, text, _) = await RunAsync(sample, input, Emulator.ApiKey, Emulator.BaseAddress.ToString());

        Assert.That(text, Does.Contain(output));
        Assert.That(exitCode, Is.Zero);
        Assert.That(Emulator.Requests, Is.Not.Empty);
    }

    [TestCase(null, "/v2/call")]
    [TestCase("TaskCalls", "/v2/call")]
    [TestCase("compat", "/v3/compat/chat/completions")]
    public async Task The_quickstart_uses_the_surface_from_the_environment(string? surface, string path)
    {
        var (exitCode, text, error) = await RunAsync("Quickstart", string.Empty, Emulator.ApiKey, Emulator.BaseAddress.ToString(), surface);

        Assert.That((exitCode, error), Is.EqualTo((0, string.Empty)));
        Assert.That(text, Does.Contain("quickstart").And.Contain("Jim"));
        Assert.That(Emulator.Requests.Select(request => request.Path).Where(called => called.StartsWith("/v2/call", StringComparison.Ordinal)
            || called.StartsWith("/v3/", StringComparison.Ordinal)), Is.Not.Empty.And.All.StartsWith(path));
    }

    [Test]
    public async Task The_quickstart_rejects_an_unknown_surface()
    {
        var (exitCode, _, error) = await RunAsync("Quickstart", string.Empty, Emulator.ApiKey, Emulator.BaseAddress.ToString(), "both");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.Contain("OPPER_SURFACE").And.Contain("Compat"));
    }

    [Test]
    public async Task Without_a_key_the_program_runs_on_an_emulator_and_says_so()
    {
        var (exitCode, text, error) = await RunAsync("Tracing", string.Empty, apiKey: null, baseUrl: null);

        Assert.That((exitCode, text.StartsWith("answer_mail", StringComparison.Ordinal)), Is.EqualTo((0, true)));
        Assert.That(error, Does.Contain("not a language model"));
        Assert.That(Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_failure_is_reported_in_one_line_without_the_key()
    {
        var (exitCode, _, error) = await RunAsync("Tracing", string.Empty, "sk-secret", "http://127.0.0.1:1");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim(), Is.Not.Empty.And.Not.Contain("\n").And.Not.Contain("sk-secret"));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string sample, string input, string? apiKey,
        string? baseUrl, string? surface = null)
    {
        // From its own output: that of the tests has newer versions of its dependencies.
        var (folder, program) = sample == "Quickstart"
            ? ("Opper.Quickstart", "Opper.Quickstart")
            : (Path.Combine("Samples", sample), $"Opper.Samples.{sample}");
        var path = TestContext.CurrentContext.TestDirectory.Replace(Path.Combine("tests", "Opper.Samples.Tests"), Path.Combine("src", folder),
            StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(path, program + ".dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[OpperClientOptions.ApiKeyVariable] = apiKey;
        start.Environment[OpperClientOptions.BaseUrlVariable] = baseUrl;
        start.Environment["OPPER_SURFACE"] = surface;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
