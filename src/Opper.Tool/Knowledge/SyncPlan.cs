using Opper.Knowledge;

namespace Opper.Tool.Knowledge;

/// <summary>The changes that synchronize a knowledge base with a folder. Files without the metadata of this command are not changed.</summary>
internal sealed class SyncPlan
{
    private SyncPlan(IReadOnlyList<SyncedFile> added, IReadOnlyList<SyncedFile> changed, int unchanged, IReadOnlyList<SyncedFile> failed,
        IReadOnlyList<KnowledgeFile> superseded, IReadOnlyList<KnowledgeFile> removed) =>
        (Added, Changed, Unchanged, Failed, Superseded, Removed) = (added, changed, unchanged, failed, superseded, removed);

    public IReadOnlyList<SyncedFile> Added { get; }

    public IReadOnlyList<SyncedFile> Changed { get; }

    public int Unchanged { get; }

    /// <summary>Unchanged files that the server could not index, and that are not uploaded again.</summary>
    public IReadOnlyList<SyncedFile> Failed { get; }

    /// <summary>Outdated versions, failed uploads and duplicates of existing files.</summary>
    public IReadOnlyList<KnowledgeFile> Superseded { get; }

    /// <summary>Files that no longer exist in the folder.</summary>
    public IReadOnlyList<KnowledgeFile> Removed { get; }

    /// <param name="local">The files of the folder.</param>
    /// <param name="remote">The files of the knowledge base.</param>
    /// <param name="isCovered">Whether the patterns include a path. Other files may still exist in the folder.</param>
    /// <param name="isRetrying">Whether files that the server could not index are uploaded again.</param>
    public static SyncPlan Of(IReadOnlyCollection<SyncedFile> local, IEnumerable<KnowledgeFile> remote, Func<string, bool> isCovered, bool isRetrying)
    {
        var there = remote.Where(file => Text(file, SyncedFile.PathField) is not null).ToLookup(file => Text(file, SyncedFile.PathField),
            StringComparer.Ordinal);
        var (added, changed, failed, superseded, unchanged) =
            (new List<SyncedFile>(), new List<SyncedFile>(), new List<SyncedFile>(), new List<KnowledgeFile>(), 0);
        foreach (var file in local)
        {
            var same = there[file.Path].Where(known => Text(known, SyncedFile.HashField) == file.Hash).OrderBy(IsFailed).ToList();
            var isFailed = same is [var best, ..] && IsFailed(best);
            var current = isFailed && isRetrying ? null : same.FirstOrDefault();
            superseded.AddRange(there[file.Path].Where(known => known != current && !(current is not null && isFailed && !IsFailed(known))));
            if (current is not null && isFailed)
            {
                failed.Add(file);
            }
            else if (current is not null)
            {
                unchanged++;
            }
            else
            {
                (there.Contains(file.Path) ? changed : added).Add(file);
            }
        }

        var paths = local.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return new SyncPlan(added, changed, unchanged, failed, superseded,
            [.. there.Where(known => !paths.Contains(known.Key!) && isCovered(known.Key!)).SelectMany(known => known)]);
    }

    public static string? Text(KnowledgeFile file, string field) =>
        file.Metadata?.TryGetValue(field, out var value) == true && value is { ValueKind: System.Text.Json.JsonValueKind.String } ? (string?)value : null;

    public static bool IsFailed(KnowledgeFile file) => file.Status?.ToLowerInvariant() is "failed" or "failure" or "error" or "cancelled" or "canceled";
}
