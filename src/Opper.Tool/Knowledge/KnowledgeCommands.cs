using System.CommandLine;
using Opper.Tool.Terminal;

namespace Opper.Tool.Knowledge;

/// <summary>dotnet opper knowledge.</summary>
internal static class KnowledgeCommands
{
    public static Command Make(ToolConsole console) => new("knowledge", "Keeps knowledge bases.") { new SyncCommand(console).Make() };
}
