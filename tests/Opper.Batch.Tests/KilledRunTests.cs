using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Runs whose process ends at a moment that nobody chose.</summary>
public sealed class KilledRunTests
{
    private const int Rows = 1500;
    private const int Concurrency = 16;

    [Test]
    public async Task A_killed_run_can_be_resumed()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var journal = folder.File("run.db");
        var kills = 0;
        foreach (var point in new[] { 1, 300, 700 })
        {
            using var run = new ChildRun(server, journal, Rows, Concurrency);
            var given = await run.ReadAsync(point);
            given.AddRange(await run.KillAsync());
            kills++;
            var calls = given.Select(Index).ToDictionary(row => row, row => server.Calls[row]);

            using var second = new ChildRun(server, journal, Rows, Concurrency);
            await second.ReadAsync(given.Count + 50);
            await second.KillAsync();
            kills++;

            Assert.That(calls.Where(row => server.Calls[row.Key] != row.Value), Is.Empty, "a result that had been given was called for again");
        }

        using var last = new ChildRun(server, journal, Rows, Concurrency);
        var results = await last.ReadAsync();

        Assert.That(results.Select(Index).Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
        Assert.That(results.All(line => line.Split(' ')[1] == $"{2 * Index(line)}"));
        Assert.That(server.Asked - Rows, Is.InRange(0, kills * Concurrency));
    }

    [Test]
    public async Task An_interrupted_run_completes_the_rows_in_flight()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        using var run = new ChildRun(server, folder.File("run.db"), Rows, Concurrency);
        var given = await run.ReadAsync(100);
        given.AddRange(await run.InterruptAsync());

        Assert.That(run.ExitCode, Is.EqualTo(130));
        Assert.That(given, Has.Count.EqualTo(server.Asked).And.Count.LessThan(Rows));

        using var next = new ChildRun(server, folder.File("run.db"), Rows, Concurrency);
        Assert.That(await next.ReadAsync(), Has.Count.EqualTo(Rows));
        Assert.That(server.Asked, Is.EqualTo(Rows));
    }

    private static int Index(string line) => int.Parse(line.Split(' ')[0]);
}
