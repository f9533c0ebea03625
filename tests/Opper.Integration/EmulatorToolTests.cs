using System.Diagnostics;

namespace Opper.Integration;

/// <summary>The command line of the standalone program: invalid options are reported in one line, and the startup message says what is reachable.</summary>
public sealed class EmulatorToolTests
{
    [TestCase("--upstream requires an http or https URL", "--upstream", "notaurl")]
    [TestCase("--upstream requires an http or https URL", "--upstream", "ftp://models.example/v1")]
    [TestCase("--upstream requires an http or https URL", "--upstream", "")]
    [TestCase("--data requires the path of a file", "--data", "")]
    [TestCase("cannot be used", "--data", "/nowhere/at/all/state.db")]
    [TestCase("ApiKey must be printable ASCII", "--key", "")]
    [TestCase("ApiKey must be printable ASCII", "--key", "two words")]
    [TestCase("--host requires an IP address", "--host", "example.com")]
    [TestCase("cannot listen on 203.0.113.9", "--host", "203.0.113.9")]
    [TestCase("--allow-host requires a name", "--allow-host", "http://emulator:4010")]
    [TestCase("70000", "--port", "70000")]
    [TestCase("--delay", "--delay", "-1")]
    public async Task An_invalid_option_is_rejected_with_the_reason(string reason, params string[] arguments)
    {
        using var process = Start(arguments is ["--data", ..] or ["--port", ..] ? arguments : ["--port", "0", "--data", ":memory:", .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(reason).And.Not.Contain("Unhandled").And.Not.Contain("   at "));
        Assert.That(await output, Does.Not.Contain("OPPER_BASE_URL"));
    }

    [TestCase("127.0.0.1", false)]
    [TestCase("0.0.0.0", true)]
    public async Task The_startup_message_says_whether_other_machines_can_connect(string host, bool isSaid)
    {
        using var process = Start(["--port", "0", "--data", ":memory:", "--host", host, "--allow-host", "emulator", "--allow-host", "opper.test"]);
        var said = string.Empty;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (line.Contains(isSaid ? "--allow-host" : "OPPER_API_KEY", StringComparison.Ordinal))
            {
                break;
            }
        }

        process.Kill();
        await process.WaitForExitAsync();
        Assert.That(said.Contains("everything requires that key", StringComparison.Ordinal), Is.EqualTo(isSaid));
        Assert.That(said, Does.Match(@"OPPER_BASE_URL=http://127\.0\.0\.1:\d+\n"));
        Assert.That(said, isSaid ? Does.Match("OPPER_API_KEY=op-[0-9a-f]{32}").And.Contain("emulator, opper.test") : Does.Contain("OPPER_API_KEY=op-emulator"));
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "opper-emulator.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start)!;
    }
}
