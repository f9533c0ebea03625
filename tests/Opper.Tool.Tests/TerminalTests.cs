using CliWrap;
using CliWrap.Buffered;
using Opper.Functions;

namespace Opper.Tool.Tests;

/// <summary>Results on terminals that are narrow, or have no colors.</summary>
public sealed class TerminalTests : ProcessTest
{
    [TestCase(1)]
    [TestCase(20)]
    [TestCase(79)]
    [TestCase(200)]
    public async Task A_narrow_terminal_shows_all_of_a_table(int width)
    {
        await Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "support/triage", Instructions = "Choose." });
        Write("cases.jsonl", "{\"input\": \"a\", \"expected\": \"b\"}\n");
        var list = await TerminalAsync(width, "eval support/triage --data cases.jsonl --model openai/gpt-4o -s exact -s json -s 'regex:a' 2>/dev/null && "
            + $"dotnet '{Program}' trace");

        Assert.That(list, Does.Match("(?m)variant +exact +json +regex +failures +cost, USD +95 % took\r?$"));
        Assert.That(list, Does.Match("(?m)^openai/gpt-4o +0.000 +0.000 +"));
        Assert.That(list, Does.Match("(?m)^[0-9a-f-]{36} 20[0-9: Z-]+ +[0-9.]+ m?s +[0-9,]+ support/triage/evaluation\r?$"));
    }

    [TestCase("TERM=dumb")]
    [TestCase("TERM=")]
    public async Task A_terminal_without_escape_sequences_gets_none(string variable) =>
        Assert.That(await TerminalAsync(80, "call shout hello -i Shout. --json", variable), Does.Contain("\"message\"").And.Not.Contain("\u001b"));

    private async Task<string> TerminalAsync(int width, string arguments, string variable = "TERM=xterm")
    {
        NeedSignals();
        if (!File.Exists("/usr/bin/script") || OperatingSystem.IsMacOS())
        {
            Assert.Ignore("There is no program 'script', which makes a terminal.");
        }

        var script = $"stty cols {width} rows 20; {variable} dotnet '{Program}' {arguments}";
        var run = await Cli.Wrap("/usr/bin/script").WithArguments(["-qec", script, "/dev/null"]).WithWorkingDirectory(Folder.FullName)
            .WithEnvironmentVariables(Variables()).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return run.StandardOutput;
    }
}
