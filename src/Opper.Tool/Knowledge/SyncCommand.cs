using System.CommandLine;
using Microsoft.Extensions.FileSystemGlobbing;
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
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the files are indexed." };

    public Command Make() => Make(
        "sync",
        "Synchronizes a knowledge base with a folder: adds new files, replaces changed ones (by the hash of their content) and, with --delete, removes "
        + "those that no longer exist.",
        _folder, _base, _include, _exclude, _delete, _dryRun, _wait);

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

        var plan = SyncPlan.Of(local, remote, path => matcher.Match(path).HasMatches);
        var isDeleting = arguments.GetValue(_delete);
        if (!isDryRun)
        {
            await ApplyAsync(plan, knowledge!.Id, isDeleting, arguments.GetValue(_wait), opper, cancellationToken);
        }

        Show(plan, name, isDeleting, isDryRun, IsJson(arguments));
        return ExitCode.Done;
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

    private async Task ApplyAsync(SyncPlan plan, string knowledgeId, bool isDeleting, bool isWaiting, OpperClient opper, CancellationToken cancellationToken)
    {
        await Console.ForEachAsync("Uploading", [.. plan.Added, .. plan.Changed], Concurrency, async (file, token) =>
        {
            var options = new UploadFileOptions
            {
                Metadata = new Dictionary<string, string> { [SyncedFile.PathField] = file.Path, [SyncedFile.HashField] = file.Hash },
                WaitForIndexing = isWaiting,
            };
            await opper.Knowledge.UploadFileAsync(knowledgeId, file.FullPath, options, cancellationToken: token);
        }, cancellationToken);

        // Deleted after the uploads, so that searches always find the file; files left by an interrupted run are deleted by the next one.
        KnowledgeFile[] gone = [.. plan.Superseded, .. isDeleting ? plan.Removed : []];
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

    private void Show(SyncPlan plan, string name, bool isDeleting, bool isDryRun, bool isJson)
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
                DryRun = isDryRun,
            });
            return;
        }

        List("added", plan.Added.Select(file => file.Path));
        List("changed", plan.Changed.Select(file => file.Path));
        List(isDeleting ? "removed" : "stale", removed);
        Console.WriteLine(FormattableString.Invariant($"{name}: {plan.Added.Count} added, {plan.Changed.Count} changed, {plan.Unchanged} unchanged, ")
            + (isDeleting ? FormattableString.Invariant($"{removed.Count} removed")
                : FormattableString.Invariant($"{removed.Count} stale (--delete removes them)"))
            + (isDryRun ? "; nothing was done (--dry-run)" : string.Empty));

        void List(string change, IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                Console.WriteLine($"{change,-8} {Printable.Line(path)}");
            }
        }
    }
}
