using System.Diagnostics;
using CliWrap;

namespace Opper.Tool.Tests;

/// <summary>A test that runs the command as a separate process.</summary>
public abstract class ProcessTest : ToolTest
{
    internal static readonly string Program = Path.Combine(AppContext.BaseDirectory, "dotnet-opper.dll");

    internal static void NeedSignals()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Assert.Ignore("Signals are sent by kill.");
        }
    }

    internal static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    internal Command Command(params string[] arguments) =>
        Cli.Wrap("dotnet").WithArguments([Program, .. arguments]).WithWorkingDirectory(Folder.FullName).WithEnvironmentVariables(Variables());

    internal Dictionary<string, string?> Variables(params (string Name, string Value)[] more) =>
        new((more ?? []).Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)))
    {
        ["OPPER_API_KEY"] = Emulator.ApiKey,
        ["OPPER_BASE_URL"] = Emulator.BaseAddress.ToString(),
    };

    internal ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder.FullName,
        };
        foreach (var (name, value) in Variables())
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
