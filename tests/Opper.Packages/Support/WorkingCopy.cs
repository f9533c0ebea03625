using CliWrap;
using CliWrap.Buffered;

namespace Opper.Packages;

/// <summary>A copy of the repository on disk, to be modified and built.</summary>
internal sealed class WorkingCopy : IDisposable
{
    private WorkingCopy()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("opper-copy-").FullName;

    public static async Task<WorkingCopy> CreateAsync()
    {
        var copy = new WorkingCopy();
        var files = await Cli.Wrap("git").WithArguments(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .WithWorkingDirectory(Repository.Root).ExecuteBufferedAsync();
        foreach (var file in files.StandardOutput.Split('\0',
            StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Repository.Root, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy.PathOf(file))!);
            File.Copy(Path.Combine(Repository.Root, file), copy.PathOf(file));
        }

        return copy;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Replaces the first occurrence of a text, and returns its line number.</summary>
    public int Replace(string file, string text, string by)
    {
        var before = File.ReadAllText(PathOf(file));
        var at = before.IndexOf(text, StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), $"{file} has no '{text}'");
        File.WriteAllText(PathOf(file), before[..at] + by + before[(at + text.Length)..]);
        return before[..at].Count(c => c == '\n') + 1;
    }

    public void Restore(string file) => File.Copy(Path.Combine(Repository.Root, file), PathOf(file), overwrite: true);

    public Task<Output> BuildAsync(string project, params string[] more) => DotNet.RunAsync(Folder, ["build", project, "-nodeReuse:false", .. more]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
