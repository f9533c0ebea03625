using System.CommandLine;
using Opper.Functions;
using Opper.Tool.Terminal;

namespace Opper.Tool.Functions;

/// <summary>dotnet opper functions pull.</summary>
internal sealed class PullCommand(ToolConsole console) : FunctionFilesCommand(console)
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Overwrite files that were changed both locally and on the server." };

    public Command Make() => Make("pull", "Writes the functions on the server to files, one per function. Locally changed files are kept.", _force);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var folder = Folder(arguments);
        var files = Directory.Exists(folder) ? FunctionFile.ReadAll(folder).ToDictionary(file => file.Definition.Name, StringComparer.Ordinal) : [];
        var all = await FetchAsync(Names(arguments), opper, cancellationToken);
        var functions = all.Where(function => files.ContainsKey(function.Name) || FunctionPath.IsValid(function.Name)).ToList();
        var outcomes = new FunctionOutcome[functions.Count];
        await Console.ForEachAsync(
            "Writing",
            [.. functions.Index()],
            Concurrency,
            async (item, token) =>
                outcomes[item.Index] = await SaveAsync(item.Item, files.GetValueOrDefault(item.Item.Name), folder, arguments.GetValue(_force), opper, token),
            cancellationToken);
        Show(arguments, outcomes);
        foreach (var outcome in outcomes.Where(outcome => outcome.Change == FunctionOutcome.Conflict))
        {
            Console.Complain(files.ContainsKey(outcome.Name)
                ? $"'{outcome.Name}' was changed on the server and in {outcome.Path}: the file was not changed. Pull with --force to overwrite it."
                : $"'{outcome.Name}' was not written, because {outcome.Path} exists and is not its file. Rename that one.");
        }

        foreach (var function in all.Except(functions))
        {
            Console.Complain($"The name of the function '{function.Name}' is not valid as a file name.");
        }

        return functions.Count < all.Count ? ExitCode.Usage
            : outcomes.Any(outcome => outcome.Change == FunctionOutcome.Conflict) ? ExitCode.Conflict
            : ExitCode.Done;
    }

    private async Task<IReadOnlyList<Function>> FetchAsync(string[] names, OpperClient opper, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        if (names.Length == 0)
        {
            await foreach (var summary in opper.Functions.ListAllAsync(cancellationToken: cancellationToken))
            {
                ids.Add(summary.Id);
            }
        }

        var count = Math.Max(names.Length, ids.Count);
        var functions = new Function[count];
        await Console.ForEachAsync("Reading", [.. Enumerable.Range(0, count)], Concurrency, async (i, token) => functions[i] = names.Length > 0
            ? await StoredFunction.GetAsync(opper, names[i], token)
            : await opper.Functions.GetAsync(ids[i], cancellationToken: token), cancellationToken);
        return functions;
    }

    private static async Task<FunctionOutcome> SaveAsync(Function function, FunctionFile? file, string folder, bool isForced, OpperClient opper,
        CancellationToken cancellationToken)
    {
        var definition = FunctionDefinition.Of(function);
        var path = file?.Path ?? FunctionPath.Of(folder, function.Name);
        var change = file is null ? Path.Exists(path) ? FunctionOutcome.Conflict : FunctionOutcome.Created
            : file.Definition.Over(definition).IsSameAs(definition) ? FunctionOutcome.Unchanged
            : isForced ? FunctionOutcome.Updated
            : file.Revision == function.RevisionId ? FunctionOutcome.Kept
            : await IsUntouchedAsync(file, function, opper, cancellationToken) ? FunctionOutcome.Updated
            : FunctionOutcome.Conflict;
        switch (change)
        {
            case FunctionOutcome.Unchanged:
                file!.SaveRevision(function.RevisionId);
                break;
            case FunctionOutcome.Created or FunctionOutcome.Updated:
                FunctionFile.Save(path, FunctionFile.Render(definition, function.RevisionId));
                break;
        }

        return new FunctionOutcome(function.Name, path, change, function.RevisionId);
    }

    /// <summary>Whether the file is unchanged since the revision on which it is based.</summary>
    private static async Task<bool> IsUntouchedAsync(FunctionFile file, Function function, OpperClient opper, CancellationToken cancellationToken)
    {
        if (file.Revision is null)
        {
            return false;
        }

        try
        {
            var source = FunctionDefinition.Of(await opper.Functions.GetRevisionAsync(function.Id, file.Revision, cancellationToken: cancellationToken));
            return file.Definition.Over(source).IsSameAs(source);
        }
        catch (OpperNotFoundException)
        {
            return false;
        }
    }
}
