using System.Text.Json;

namespace Opper.Tool.Tests;

/// <summary>The result of a run of the command.</summary>
internal sealed record ToolOutput(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public ToolOutput Ends(int exitCode)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), $"{Error}\n{Out}");
        return this;
    }
}
