using System.CommandLine;
using Opper.Functions;
using Opper.Tool.Terminal;

namespace Opper.Tool.Functions;

/// <summary>dotnet opper functions pull.</summary>
internal sealed class PullCommand(ToolConsole console) : FunctionFilesCommand(console)
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Overwrite files that were changed here and on the server." };

    public Command Make() => Make("pull", "Writes the server's functions into files, one to a function. Files that were changed here are kept.", _force);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var folder = Folder(arguments);
        var files = Directory.Exists(folder) ? FunctionFile.ReadAll(folder).ToDictionary(file => file.Definition.Name, StringComparer.Ordinal) : [];
        var functions = await FetchAsync(Names(arguments), opper, cancellationToken);
        CheckPaths(functions, folder);
        var outcomes = new FunctionOutcome[functions.Count];
        await Console.ForEachAsync(
            "Writing",
            [.. functions.Index()],
            Concurrency,
            async (item, token) => outcomes[item.Index] = await SaveAsync(item.Item, files.GetValueOrDefault(item.Item.Name), folder, arguments.GetValue(_force), opper, token),
            cancellationToken);
        Show(arguments, outcomes);
        foreach (var outcome in outcomes.Where(outcome => outcome.Change == FunctionOutcome.Conflict))
        {
            Console.Complain($"'{outcome.Name}' was changed on the server and in {outcome.Path}: the file was left as it is. Pull with --force to overwrite it.");
        }

        return outcomes.Any(outcome => outcome.Change == FunctionOutcome.Conflict) ? ExitCode.Conflict : ExitCode.Done;
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

    // Two names that differ in letter case alone are one file on some systems.
    private static void CheckPaths(IReadOnlyList<Function> functions, string folder)
    {
        if (functions.GroupBy(function => FunctionFile.PathOf(folder, function.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new UsageException($"The functions {string.Join(" and ", same.Select(function => $"'{function.Name}'"))} would be one file on some systems. Pull them by name into folders of their own.");
        }
    }

    private static async Task<FunctionOutcome> SaveAsync(Function function, FunctionFile? file, string folder, bool isForced, OpperClient opper, CancellationToken cancellationToken)
    {
        var definition = FunctionDefinition.Of(function);
        var path = file?.Path ?? FunctionFile.PathOf(folder, function.Name);
        var change = file is null ? FunctionOutcome.Created
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

    /// <summary>Whether the file still says what the revision says that it is based on.</summary>
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
