using Microsoft.Data.Sqlite;
using NUnit.Framework.Constraints;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Files that are not journals, or not of this version.</summary>
public sealed class ForeignFileTests
{
    [Test]
    public async Task A_file_that_is_not_a_database_is_rejected()
    {
        using var folder = new TestFolder();
        var path = folder.File("notes.txt");
        await File.WriteAllTextAsync(path, new string('x', 5000));

        AssertRefused(path, "another kind of file");
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(new string('x', 5000)));
    }

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(511)]
    [TestCase(512)]
    public async Task A_short_file_that_is_not_a_database_is_rejected_and_left_unchanged(int length)
    {
        using var folder = new TestFolder();
        var path = folder.File("notes.txt");
        await File.WriteAllTextAsync(path, new string('x', length));

        AssertRefused(path, "another kind of file");
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(new string('x', length)));
    }

    [TestCase("missing/run.db", "folder")]
    [TestCase("", "run.db")]
    public void A_journal_that_cannot_be_opened_is_named(string name, string reason)
    {
        using var folder = new TestFolder();
        var path = folder.File(name.Length > 0 ? name : "run.db");
        if (name.Length == 0)
        {
            Directory.CreateDirectory(path);
        }

        Assert.That(async () => await Runner(path).RunAsync([1]).CountAsync(),
            Throws.InstanceOf<IOException>().With.Message.Contains(path).And.Message.Contains(reason));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_journal_may_be_a_link_to_a_new_or_an_empty_file(bool exists)
    {
        using var folder = new TestFolder();
        var (path, target) = (folder.File("run.db"), folder.File("target.db"));
        if (exists)
        {
            await File.WriteAllBytesAsync(target, []);
        }

        File.CreateSymbolicLink(path, target);

        Assert.That(await Runner(path).RunAsync([1]).CountAsync(static item => item.IsReplayed), Is.Zero);
        Assert.That(await Runner(target).RunAsync([1]).CountAsync(static item => item.IsReplayed), Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_damaged_journal_is_named(bool isTruncated)
    {
        using var folder = new TestFolder();
        var path = folder.File("run.db");
        await Runner(path).RunAsync(Enumerable.Range(0, 20_000)).CountAsync();
        using (var file = new FileStream(path, FileMode.Open))
        {
            if (isTruncated)
            {
                file.SetLength((file.Length / 2) + 777);
            }

            for (var page = 32_768L; page < file.Length - 900; page += 16_384)
            {
                file.Position = page;
                file.Write(new byte[900]);
            }
        }

        Assert.That(async () => await Runner(path).RunAsync(Enumerable.Range(0, 20_000)).CountAsync(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains("damaged"));
        Assert.That(() => BatchJournal.ReadFailures(path).Count(),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains("damaged"));
    }

    [Test]
    public async Task Results_are_returned_though_the_log_cannot_be_moved_to_the_file()
    {
        using var folder = new TestFolder();
        var path = folder.File("run.db");
        var isTruncated = 0;
        await LargeRunner(path, () => { }).RunAsync(Enumerable.Range(0, 30)).CountAsync();

        // What has been committed is in the log, but the file is too short for it.
        var runner = LargeRunner(path, () =>
        {
            if (Interlocked.Exchange(ref isTruncated, 1) == 0)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(1 << 20);
            }
        });

        Assert.That(await runner.RunAsync(Enumerable.Range(100, 12)).CountAsync(static item => item.Succeeded), Is.EqualTo(12));
    }

    [Test]
    public async Task A_journal_that_is_deleted_during_the_run_ends_it()
    {
        using var folder = new TestFolder();
        var path = folder.File("run.db");
        await LargeRunner(path, () => { }).RunAsync([1]).CountAsync();

        await Assert.ThatAsync(async () => await LargeRunner(path, () => File.Delete(path)).RunAsync(Enumerable.Range(2, 100)).CountAsync(),
            Throws.InstanceOf<IOException>().With.Message.Contains(path).And.Message.Contains("deleted"));
    }

    private static BatchRunner<int, string> LargeRunner(string path, Action call) => BatchRunner.For<int, string>(
        (row, _) =>
        {
            call();
            return Task.FromResult(new string((char)('a' + (row % 26)), 1 << 20));
        },
        new BatchOptions { JournalPath = path, Fingerprint = "1" });

    [TestCase(":memory:")]
    [TestCase("file:run.db?mode=memory")]
    public async Task A_path_is_that_of_a_file(string name)
    {
        using var folder = new TestFolder();
        var path = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, folder.File(name));
        await Runner(path).RunAsync([1]).CountAsync();

        Assert.That((await Runner(path).RunAsync([1]).SingleAsync()).IsReplayed, Is.True);
        Assert.That(() => Runner(" "), Throws.ArgumentException);
    }

    [Test]
    public async Task A_database_of_another_program_is_rejected_and_left_unchanged()
    {
        using var folder = new TestFolder();
        var path = folder.File("customers.db");
        Execute(path, "CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ann');");
        var before = await File.ReadAllBytesAsync(path);

        AssertRefused(path, "not a journal");
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(before));
    }

    [Test]
    public async Task A_journal_of_another_version_is_rejected()
    {
        using var folder = new TestFolder();
        var path = folder.File("run.db");
        await Runner(path).RunAsync([1]).CountAsync();
        Execute(path, "PRAGMA user_version = 7;");

        AssertRefused(path, "layout 7");
    }

    private static void AssertRefused(string path, string words)
    {
        Assert.That(async () => await Runner(path).RunAsync([1]).CountAsync(), IsRefusal(path, words));
        Assert.That(() => { _ = BatchJournal.ReadFailures(path).Count(); }, IsRefusal(path, words));
    }

    private static IResolveConstraint IsRefusal(string path, string words) =>
        Throws.TypeOf<InvalidDataException>().With.Message.Contains(words).And.Message.Contains(path);

    private static BatchRunner<int, int> Runner(string path) =>
        BatchRunner.For<int, int>((row, _) => Task.FromResult(row), new BatchOptions { JournalPath = path, Fingerprint = "1" });

    private static void Execute(string path, string text)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
