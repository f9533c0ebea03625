using System.CommandLine;
using Opper.Evaluation.Reports;
using Opper.Tool.Terminal;

namespace Opper.Tool.Functions;

/// <summary>The common parts of pull, push and diff: the folder, the names, and the output.</summary>
internal abstract class FunctionFilesCommand(ToolConsole console) : OnlineCommand(console)
{
    protected const int Concurrency = 8;

    private readonly Argument<string[]> _names = new("names") { Description = "The functions. Default: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _folder = new("--folder", "-d") { Description = "The folder of the files.", DefaultValueFactory = _ => "functions" };

    protected Command Make(string name, string description, params Option[] own) => base.Make(name, description, [_names, _folder, .. own]);

    protected string[] Names(ParseResult arguments) => [.. (arguments.GetValue(_names) ?? []).Distinct(StringComparer.Ordinal)];

    protected string Folder(ParseResult arguments) => Path.GetFullPath(arguments.GetRequiredValue(_folder));

    /// <summary>The files of the selected functions, each with the version on the server.</summary>
    protected async Task<IReadOnlyList<FunctionState>> CompareAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var files = FunctionFile.ReadAll(Folder(arguments));
        var names = Names(arguments);
        if (names.Except(files.Select(file => file.Definition.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"No file in {Folder(arguments)} has the function '{unknown}'.");
        }

        if (files.Count == 0)
        {
            Console.Note($"There are no files of functions in {Folder(arguments)}.");
        }

        var asked = files.Where(file => names.Length == 0 || names.Contains(file.Definition.Name, StringComparer.Ordinal)).ToList();
        var states = new FunctionState[asked.Count];
        await Console.ForEachAsync("Comparing", [.. asked.Index()], Concurrency,
            async (item, token) => states[item.Index] = await FunctionState.OfAsync(item.Item, opper, token), cancellationToken);
        return states;
    }

    protected void Show(ParseResult arguments, IReadOnlyCollection<FunctionOutcome> outcomes)
    {
        if (IsJson(arguments))
        {
            Console.WriteJson(outcomes);
            return;
        }

        foreach (var outcome in outcomes)
        {
            Console.WriteLine($"{outcome.Change,-9} {VisibleText.Line(outcome.Name)}");
        }
    }
}
