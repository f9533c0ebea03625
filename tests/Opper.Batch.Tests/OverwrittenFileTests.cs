using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Results are not written over the rows or the journal of their run.</summary>
public sealed class OverwrittenFileTests
{
    [TestCase("jsonl", true)]
    [TestCase("jsonl", false)]
    [TestCase("csv", false)]
    [TestCase("parquet", false)]
    public async Task The_file_of_the_rows_is_not_overwritten_by_their_results(string extension, bool isFolderLinked)
    {
        using var folder = new TestFolder();
        var path = folder.File($"rows.{extension}");
        await Echo().RunAsync(Enumerable.Range(0, 3000)).WriteAsync(path);
        var before = await File.ReadAllBytesAsync(path);
        var (link, calls) = (folder.File($"link.{extension}"), 0);
        if (isFolderLinked)
        {
            Directory.CreateSymbolicLink(folder.File("linked"), Path.GetDirectoryName(path)!);
            link = Path.Combine(folder.File("linked"), Path.GetFileName(path));
        }
        else
        {
            File.CreateSymbolicLink(link, path);
        }

        var rows = BatchFiles.ReadAsync<RawJson>(link).Where(static _ => true);

        Assert.That(
            async () => await BatchRunner.For<RawJson, int>((_, _) => Task.FromResult(++calls)).RunAsync(rows).Select(static item => item).WriteAsync(path),
            Throws.InstanceOf<IOException>().With.Message.Contains(link).And.Message.Contains("results"));
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task The_journal_is_not_overwritten_by_the_results()
    {
        using var folder = new TestFolder();
        var path = folder.File("run.jsonl");
        var runner = Echo(new BatchOptions { JournalPath = path, Fingerprint = "1" });
        Assert.That(async () => await runner.RunAsync([1]).WriteAsync(path), Throws.InstanceOf<IOException>().With.Message.Contains("journal"));

        File.Delete(path);
        await Echo(new BatchOptions { JournalPath = folder.File("other.db"), Fingerprint = "1" }).RunAsync([1]).WriteAsync(path);
        File.Delete(path);
        await runner.RunAsync([1]).CountAsync();
        Assert.That(async () => await runner.RunAsync([1]).WriteAsync(path), Throws.InstanceOf<IOException>().With.Message.Contains("journal"));
        Assert.That((await runner.RunAsync([1]).SingleAsync()).IsReplayed, Is.True);
    }

    [TestCase("jsonl")]
    [TestCase("csv")]
    [TestCase("parquet")]
    [UnsupportedOSPlatform("windows")]
    [Platform("Linux,MacOsX")]
    public async Task Another_name_of_the_file_of_the_rows_keeps_them(string extension)
    {
        using var folder = new TestFolder();
        var (path, other) = (folder.File($"rows.{extension}"), folder.File($"results.{extension}"));
        await Echo().RunAsync(Enumerable.Range(0, 3000)).WriteAsync(path);
        var before = await File.ReadAllBytesAsync(path);
        Assert.That(Link(path, other), Is.Zero);
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var rows = BatchFiles.ReadAsync<RawJson>(path);
        await BatchRunner.For<RawJson, int>((_, _) => Task.FromResult(7)).RunAsync(rows).WriteAsync(other);

        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
        Assert.That(await BatchFiles.ReadAsync<RawJson>(other).CountAsync(), Is.EqualTo(3000));
        Assert.That(File.GetUnixFileMode(other), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(folder.File(".")), Has.Length.EqualTo(2));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Results_replace_the_file_to_which_a_link_leads()
    {
        using var folder = new TestFolder();
        var (path, link) = (folder.File("results.jsonl"), folder.File("link.jsonl"));
        await File.WriteAllTextAsync(path, "1\n2\n");
        File.CreateSymbolicLink(link, path);

        await Echo().RunAsync([7]).WriteAsync(link);

        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(path));
        Assert.That(await BatchFiles.ReadAsync<RawJson>(path).CountAsync(), Is.EqualTo(1));
        Assert.That(async () => await Echo().RunAsync([7]).WriteAsync("/dev/null", BatchFormat.JsonLines), Throws.Nothing);
    }

    [Test]
    [NonParallelizable]
    public async Task Results_replace_the_file_that_was_opened_though_the_current_folder_has_changed()
    {
        using var folder = new TestFolder();
        var (before, path) = (Environment.CurrentDirectory, folder.File("results.jsonl"));
        await File.WriteAllTextAsync(path, "1\n2\n");
        try
        {
            Environment.CurrentDirectory = folder.File(".");
            var runner = BatchRunner.For<int, int>((row, _) =>
            {
                Environment.CurrentDirectory = before;
                return Task.FromResult(row);
            });
            await runner.RunAsync([7]).WriteAsync("results.jsonl");
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        Assert.That(await BatchFiles.ReadAsync<RawJson>(path).CountAsync(), Is.EqualTo(1));
        Assert.That(File.Exists(Path.Combine(before, "results.jsonl")), Is.False);
    }

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string link);

    private static BatchRunner<int, int> Echo(BatchOptions? options = null) => BatchRunner.For<int, int>((row, _) => Task.FromResult(row), options);
}
