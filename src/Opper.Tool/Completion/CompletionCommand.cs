using System.CommandLine;
using Opper.Tool.Terminal;

namespace Opper.Tool.Completion;

/// <summary>dotnet opper completion: a script for command completion in a shell.</summary>
internal sealed class CompletionCommand(ToolConsole console)
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _dotnet_opper() {
              COMPREPLY=()
              local word
              while IFS= read -r word; do [ -n "$word" ] && COMPREPLY+=("$word"); done < <(dotnet-opper "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            }
            complete -o default -F _dotnet_opper dotnet-opper
            """,
        ["zsh"] = """
            _dotnet_opper() {
              compadd -- ${(f)"$(dotnet-opper "[suggest:$((CURSOR))]" "$BUFFER" 2>/dev/null)"}
            }
            compdef _dotnet_opper dotnet-opper
            """,
        ["fish"] = """
            complete -f -c dotnet-opper -a '(dotnet-opper "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName dotnet-opper -ScriptBlock {
              param($word, $line, $cursor)
              dotnet-opper "[suggest:$cursor]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "The shell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints the script for a shell's completion; for bash: source <(dotnet-opper completion bash)") { shell };
        command.SetAction(arguments =>
        {
            console.WriteLine(Scripts[arguments.GetRequiredValue(shell)]);
            return ExitCode.Done;
        });
        return command;
    }
}
