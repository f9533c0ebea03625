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

    private static BatchRunner<int, int> Echo(BatchOptions? options = null) => BatchRunner.For<int, int>((row, _) => Task.FromResult(row), options);
}
