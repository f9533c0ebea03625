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
