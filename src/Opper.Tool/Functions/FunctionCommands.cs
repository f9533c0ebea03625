using System.CommandLine;
using Opper.Tool.Terminal;

namespace Opper.Tool.Functions;

/// <summary>dotnet opper functions.</summary>
internal static class FunctionCommands
{
    public static Command Make(ToolConsole console) => new("functions", "Manages functions as files in a repository.")
    {
        new PullCommand(console).Make(),
        new PushCommand(console).Make(),
        new DiffCommand(console).Make(),
    };
}
