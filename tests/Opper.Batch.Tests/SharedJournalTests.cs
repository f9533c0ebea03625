using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Several runs with one journal at the same time.</summary>
public sealed class SharedJournalTests
{
    private const int Rows = 300;

    [Test]
    public async Task A_second_process_with_the_same_work_is_rejected_until_the_first_is_killed()
    {
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(50);
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        using var first = new ChildRun(server, journal, Rows, concurrency: 4);
        var given = await first.ReadAsync(1);

        using var second = new ChildRun(server, journal, Rows, concurrency: 4);
        var message = await second.ReadErrorAsync();
        given.AddRange(await first.KillAsync());
        server.Latency = TimeSpan.FromMilliseconds(1);
        using var third = new ChildRun(server, journal, Rows, concurrency: 4);
        var rest = await third.ReadAsync();

        Assert.That(second.ExitCode, Is.EqualTo(Program.InUse));
        Assert.That(message, Does.Contain(journal));
        Assert.That(rest, Has.Count.EqualTo(Rows));
        Assert.That(given.Select(line => int.Parse(line.Split(' ')[0])).Where(row => server.Calls[row] != 1), Is.Empty);
        Assert.That(server.Asked - Rows, Is.InRange(0, 4));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(journal)!).Select(Path.GetFileName), Is.EqualTo(new[] { "run.db" }));
    }

    [Test]
    public async Task A_second_runner_is_rejected_under_any_name_of_the_file()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var (journal, link) = (folder.File("run.db"), folder.File("link.db"));
        var first = Runner(server, journal).RunAsync(Enumerable.Range(0, Rows)).GetAsyncEnumerator();
        await first.MoveNextAsync();
        File.CreateSymbolicLink(link, journal);

        foreach (var name in new[] { journal, link, Path.GetRelativePath(Environment.CurrentDirectory, journal) })
        {
            Assert.That(async () => await Runner(server, name).RunAsync([1, 2]).CountAsync(), Throws.TypeOf<BatchJournalInUseException>()
                .With.Property(nameof(BatchJournalInUseException.JournalPath)).EqualTo(name).And.Message.Contains(name).And.Message.Contains("'double'"));
        }

        var count = 1;
        while (await first.MoveNextAsync())
        {
            count++;
        }

        await first.DisposeAsync();
        Assert.That((count, server.Asked), Is.EqualTo((Rows, Rows)));
        Assert.That(await Runner(server, link).RunAsync(Enumerable.Range(0, Rows)).CountAsync(item => item.IsReplayed), Is.EqualTo(Rows));
    }

    [Test]
    public async Task A_runner_with_a_journal_timeout_gets_the_results_of_the_other_one()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var runner = Runner(server, folder.File("run.db"), options => options.JournalTimeout = Timeout.InfiniteTimeSpan);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => runner.RunAsync(Enumerable.Range(0, Rows)).ToListAsync().AsTask()));

        Assert.That(runs.Select(items => items.Count(item => item.Output == $"{2 * item.Input}")), Is.All.EqualTo(Rows));
        Assert.That(server.Asked, Is.EqualTo(Rows));
    }

    [Test]
    public async Task Other_work_can_use_the_journal_concurrently()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        string[] prompts = ["Double.", "Double it.", "Twice."];

        for (var round = 0; round < 2; round++)
        {
            var runs = await Task.WhenAll(prompts.Select(prompt =>
                Runner(server, journal, prompt: prompt).RunAsync(Enumerable.Range(0, Rows)).ToListAsync().AsTask()));
            Assert.That(runs.Select(items => items.Count(item => item.Succeeded)), Is.All.EqualTo(Rows));
        }

        Assert.That(server.Asked, Is.EqualTo(prompts.Length * Rows));
    }

    [Test]
    public async Task A_rejected_run_does_not_change_the_results_file()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        await using var first = Runner(server, journal).RunAsync(Enumerable.Range(0, Rows)).GetAsyncEnumerator();
        await first.MoveNextAsync();

        foreach (var output in new[] { "results.jsonl", "results.csv", "results.parquet" }.Select(folder.File))
        {
            await File.WriteAllTextAsync(output, "results of the first run");
            Assert.That(async () => await Runner(server, journal).RunAsync([1, 2]).WriteAsync(output), Throws.TypeOf<BatchJournalInUseException>());
            Assert.That(await File.ReadAllTextAsync(output), Is.EqualTo("results of the first run"));
        }
    }

    private static BatchRunner<int, string> Runner(CountingServer server, string journal, Action<BatchOptions>? configure = null, string prompt = "Double.")
    {
        var options = new BatchOptions { Name = "double", JournalPath = journal };
        configure?.Invoke(options);
        return BatchRunner.ForTask<int, string>(server.Client(), "double", prompt, options: options);
    }
}
