using System.CommandLine;
using Opper.Tool.Terminal;

namespace Opper.Tool.Knowledge;

/// <summary>dotnet opper knowledge.</summary>
internal static class KnowledgeCommands
{
    public static Command Make(ToolConsole console) => new("knowledge", "Manages knowledge bases.") { new SyncCommand(console).Make() };
}
