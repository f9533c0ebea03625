using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Opper.Tool.Tests;

/// <summary>The "Try it" section of the README, run unchanged in a shell, without a key.</summary>
public sealed class ReadmeTests
{
    [Test]
    public async Task The_commands_of_the_README_run()
    {
        if (!File.Exists("/bin/bash"))
        {
            Assert.Ignore("There is no bash here.");
        }

        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var block = Regex.Match(readme, @"## Try it.*?```console\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var commands = block.Replace("dotnet tool install --global Opper.Tool\n", string.Empty, StringComparison.Ordinal);
        Assert.That(commands, Is.Not.EqualTo(block));
        var folder = Directory.CreateTempSubdirectory("opper-readme-");

        var run = await Cli.Wrap("/bin/bash").WithArguments(["-e"]).WithWorkingDirectory(folder.FullName)
            .WithEnvironmentVariables(variables => variables.Set("OPPER_API_KEY", null).Set("OPPER_HTTP_BEARER", null).Set("OPPER_BASE_URL", null))
            .WithStandardInputPipe(PipeSource.FromString($$"""
                dotnet() { [ "$1" = opper ]; shift; command dotnet '{{Path.Combine(AppContext.BaseDirectory, "dotnet-opper.dll")}}' "$@"; }
                {{commands}}
                """))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.That(run.ExitCode, Is.Zero, run.StandardError);
        Assert.That(run.StandardOutput, Does.Contain("The lamp is broken").And.Contain("created   support/triage").And.Contain("\"team\": \"delivery\""));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "Triage.cs")), Does.Contain("public required Team Team { get; init; }"));
        folder.Delete(recursive: true);
    }
}
