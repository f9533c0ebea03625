using System.CommandLine;
using Opper.Evaluation.Reports;
using Opper.Tool.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Opper.Tool.Functions;

/// <summary>dotnet opper functions diff.</summary>
internal sealed class DiffCommand(ToolConsole console) : FunctionFilesCommand(console)
{
    public Command Make() => Make("diff", $"Shows what a push would change. Exit code {ExitCode.Found} if there are changes.");

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var changed = (await CompareAsync(arguments, opper, cancellationToken)).Where(state => state.IsChanged).ToList();
        if (IsJson(arguments))
        {
            Console.WriteJson(changed.Select(state => new
            {
                state.Name,
                state.File.Path,
                Change = state.Server is null ? "create" : "update",
                state.IsConflict,
                Diff = state.Diff(),
            }));
        }
        else
        {
            changed.ForEach(Show);
        }

        return changed.Count > 0 ? ExitCode.Found : ExitCode.Done;
    }

    private void Show(FunctionState state)
    {
        foreach (var line in VisibleText.Of(state.Diff()).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            var color = line switch
            {
                ['@', ..] => "teal",
                ['+', ..] => "green",
                ['-', ..] => "red",
                _ => "default",
            };
            Console.Out.Write(new Segments(new Segment(line, Style.Parse(color))));
        }

        if (state.IsConflict)
        {
            Console.Note($"A push will be rejected: {state.ConflictText()}");
        }
    }
}
