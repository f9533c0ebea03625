using System.Collections.Concurrent;
using System.CommandLine;
using Microsoft.Extensions.FileSystemGlobbing;
using Opper.Evaluation.Reports;
using Opper.Knowledge;
using Opper.Tool.Terminal;

namespace Opper.Tool.Knowledge;

/// <summary>dotnet opper knowledge sync.</summary>
internal sealed class SyncCommand(ToolConsole console) : OnlineCommand(console)
{
    private const int Concurrency = 4;

    private readonly Argument<DirectoryInfo> _folder = new Argument<DirectoryInfo>("folder") { Description = "The folder." }.AcceptExistingOnly();
    private readonly Option<string?> _base = new("--base", "-b")
    {
        Description = "The name of the knowledge base, which is created if it does not exist. Default: the name of the folder.",
    };
    private readonly Option<string[]> _include = new("--include")
    {
        Description = "A pattern of files to include, such as **/*.md. May be repeated.",
        DefaultValueFactory = _ => ["**/*"],
    };
    private readonly Option<string[]> _exclude = new("--exclude")
    {
        Description = "A pattern of files to exclude. May be repeated. Hidden files are always excluded.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<bool> _delete = new("--delete")
    {
        Description = "Delete files from the knowledge base that this command added earlier and that no longer exist in the folder; those that --include and "
            + "--exclude leave out are kept.",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the changes without making them." };
    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Wait until the files are indexed. Previous versions of files that cannot be indexed are kept.",
    };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "Upload files again that could not be indexed." };

    public Command Make() => Make(
        "sync",
        "Synchronizes a knowledge base with a folder: adds new files, replaces changed ones (by the hash of their content) and, with --delete, removes "
        + $"those that no longer exist. Exit code {ExitCode.Found} if files could not be indexed.",
        _folder, _base, _include, _exclude, _delete, _dryRun, _wait, _retryFailed);

    protected override async Task<int> RunAsync(ParseResult arguments, OpperClient opper, CancellationToken cancellationToken)
    {
        var folder = arguments.GetRequiredValue(_folder).FullName;
        var name = arguments.GetValue(_base) ?? new DirectoryInfo(folder).Name;
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(arguments.GetRequiredValue(_include));
        matcher.AddExcludePatterns(arguments.GetRequiredValue(_exclude));
        var local = await ReadAsync(matcher, folder, cancellationToken);
        var isDryRun = arguments.GetValue(_dryRun);
        var knowledge = isDryRun ? await FindAsync(opper, name, cancellationToken)
            : await opper.Knowledge.GetOrCreateAsync(name, cancellationToken: cancellationToken);
        var remote = new List<KnowledgeFile>();
        if (knowledge is not null)
        {
            await foreach (var file in opper.Knowledge.ListAllFilesAsync(knowledge.Id, cancellationToken: cancellationToken))
            {
                remote.Add(file);
            }
        }

        var plan = SyncPlan.Of(local, remote, path => matcher.Match(path).HasMatches, arguments.GetValue(_retryFailed));
        var isDeleting = arguments.GetValue(_delete);
        var failed = plan.Failed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (!isDryRun)
        {
            failed.UnionWith(await UploadAsync(plan, knowledge!.Id, arguments.GetValue(_wait), opper, cancellationToken));
            await DeleteAsync(plan, failed, knowledge.Id, isDeleting, opper, cancellationToken);
        }

        Show(plan, failed, name, isDeleting, isDryRun, IsJson(arguments));
        return failed.Count > 0 ? ExitCode.Found : ExitCode.Done;
    }

    private async Task<IReadOnlyList<SyncedFile>> ReadAsync(Matcher matcher, string folder, CancellationToken cancellationToken)
    {
        var found = matcher.Match(
                folder,
                Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true,
                    AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint })
                    .Select(path => Path.GetRelativePath(folder, path)))
            .Files.Select(file => file.Path)
            .Where(path => !path.Split('/', '\\').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .ToLookup(path => new FileInfo(Path.Combine(folder, path)).Length == 0);
        foreach (var path in found[true])
        {
            // Empty files cannot be indexed. Pipes and sockets, which could block, have this size too.
            Console.Note($"{path} is empty and left out.");
        }

        var paths = found[false].ToList();
        var files = new SyncedFile[paths.Count];
        await Console.ForEachAsync("Reading files", [.. paths.Index()], Concurrency,
            async (item, token) => files[item.Index] = await SyncedFile.ReadAsync(folder, item.Item, token), cancellationToken);
        return files;
    }

    private static async Task<KnowledgeBase?> FindAsync(OpperClient opper, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await opper.Knowledge.GetByNameAsync(name, cancellationToken: cancellationToken);
        }
        catch (OpperNotFoundException)
        {
            return null;
        }
    }

    /// <returns>The paths of the files that could not be indexed, as far as this is waited for.</returns>
    private async Task<IReadOnlyCollection<string>> UploadAsync(SyncPlan plan, string knowledgeId, bool isWaiting, OpperClient opper,
        CancellationToken cancellationToken)
    {
        var failed = new ConcurrentBag<string>();
        await Console.ForEachAsync("Uploading", [.. plan.Added, .. plan.Changed], Concurrency, async (file, token) =>
        {
            var options = new UploadFileOptions
            {
                Metadata = new Dictionary<string, string> { [SyncedFile.PathField] = file.Path, [SyncedFile.HashField] = file.Hash },
                WaitForIndexing = isWaiting,
            };
            try
            {
                await opper.Knowledge.UploadFileAsync(knowledgeId, file.FullPath, options, cancellationToken: token);
            }
            catch (OpperIndexingException error)
            {
                failed.Add(file.Path);
                Console.Complain($"{file.Path}: {error.Message}");
            }
        }, cancellationToken);
        return failed;
    }

    // Called after the uploads, so that searches always find the file; files left by an interrupted run are deleted by the next one.
    private async Task DeleteAsync(SyncPlan plan, HashSet<string> failed, string knowledgeId, bool isDeleting, OpperClient opper,
        CancellationToken cancellationToken)
    {
        var superseded = plan.Superseded.Where(file => SyncPlan.IsFailed(file) || !failed.Contains(SyncPlan.Text(file, SyncedFile.PathField)!));
        KnowledgeFile[] gone = [.. superseded, .. isDeleting ? plan.Removed : []];
        await Console.ForEachAsync("Deleting", gone, Concurrency, async (file, token) =>
        {
            try
            {
                await opper.Knowledge.DeleteFileAsync(knowledgeId, file.Id, cancellationToken: token);
            }
            catch (OpperNotFoundException)
            {
                // The file was changed concurrently.
            }
        }, cancellationToken);
    }

    private void Show(SyncPlan plan, HashSet<string> failed, string name, bool isDeleting, bool isDryRun, bool isJson)
    {
        var removed = plan.Removed.Select(file => SyncPlan.Text(file, SyncedFile.PathField)!).ToList();
        if (isJson)
        {
            Console.WriteJson(new
            {
                Base = name,
                Added = plan.Added.Select(file => file.Path),
                Changed = plan.Changed.Select(file => file.Path),
                plan.Unchanged,
                Removed = isDeleting ? removed : [],
                Stale = isDeleting ? [] : removed,
                Failed = failed.Order(StringComparer.Ordinal),
                DryRun = isDryRun,
            });
            return;
        }

        List("added", plan.Added.Select(file => file.Path));
        List("changed", plan.Changed.Select(file => file.Path));
        List(isDeleting ? "removed" : "stale", removed);
        List("failed", failed.Order(StringComparer.Ordinal));
        Console.WriteLine(FormattableString.Invariant($"{name}: {plan.Added.Count} added, {plan.Changed.Count} changed, {plan.Unchanged} unchanged, ")
            + (isDeleting ? FormattableString.Invariant($"{removed.Count} removed")
                : FormattableString.Invariant($"{removed.Count} stale (--delete removes them)"))
            + (failed.Count == 0 ? string.Empty
                : FormattableString.Invariant($"; {failed.Count} could not be indexed (--retry-failed uploads them again)"))
            + (isDryRun ? "; nothing was done (--dry-run)" : string.Empty));

        void List(string change, IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                Console.WriteLine($"{change,-8} {VisibleText.Line(path)}");
            }
        }
    }
}
