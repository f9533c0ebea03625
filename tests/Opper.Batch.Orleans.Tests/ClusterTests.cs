using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Jobs on several silos in processes of their own, some of which are killed.</summary>
[NonParallelizable]
public sealed class ClusterTests
{
    private const int Rows = 20_000;
    private const int Concurrency = 96;

    [Test]
    [CancelAfter(240_000)]
    public async Task Each_row_has_one_result_if_a_silo_is_killed_and_replaced(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(200);
        using var folder = new TestFolder();
        // Beyond the rows and repeats, what the killed silo had left, and grants whose answers are lost with it: three and two times two rows for each place.
        const decimal Limit = 2.1m;
        var silos = new List<SiloProcess>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                silos.Add(await StartAsync($"silo-{i}"));
            }

            await server.WaitForAsync(Rows / 3, cancellationToken);
            // The one that was there first has the grain that shares the rate and the budget.
            silos[0].Kill();
            await server.WaitForAsync(Rows / 2, cancellationToken);
            silos.Add(await StartAsync("late"));

            foreach (var silo in silos.Skip(1))
            {
                Assert.That(await silo.LastAsync().WaitAsync(cancellationToken), Is.EqualTo($"done {Rows} 0 {Rows * 0.0001m}"));
            }

            var results = await Doubling.Job(server.Client(), folder.File("results"), Rows, Concurrency,
                Limit).ReadResultsAsync(cancellationToken).ToListAsync(cancellationToken);
            Assert.That(results.Select(item => item.Input).Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
            Assert.That(results.All(item => item.Output == $"{2 * item.Input}"));
            Assert.That(server.Asked - Rows, Is.InRange(0, Concurrency));
            Assert.That(server.Spent, Is.LessThanOrEqualTo(Limit));
            Assert.That(server.Keys.Keys, Is.EquivalentTo(new[] { "Bearer silo-0", "Bearer silo-1", "Bearer silo-2", "Bearer late" }));
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }

        Task<SiloProcess> StartAsync(string key) => SiloProcess.StartAsync(server, key, redis, folder.File("results"), Rows, Concurrency, Limit);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task An_exceeded_budget_ends_the_job_on_all_silos(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        await using var server = await CountingServer.StartAsync();
        // Slow until both have begun, so that the first one does not use up the budget alone.
        server.Latency = TimeSpan.FromSeconds(1);
        using var folder = new TestFolder();
        using var killed = await SiloProcess.StartAsync(server, "killed", redis, folder.File("results"), Rows, 8, 0.15m);
        using var one = await SiloProcess.StartAsync(server, "one", redis, folder.File("results"), Rows, 8, 0.15m);
        server.Latency = TimeSpan.FromMilliseconds(20);
        await server.WaitForAsync(server.Asked + 100, cancellationToken);
        killed.Kill();
        using var other = await SiloProcess.StartAsync(server, "other", redis, folder.File("results"), Rows, 8, 0.15m);

        Assert.That(await Task.WhenAll(one.LastAsync(), other.LastAsync()).WaitAsync(cancellationToken), Is.EqualTo(new[] { "exceeded", "exceeded" }));
        Assert.That(server.Spent, Is.InRange(0.14m, 0.15m));
        Assert.That(await Doubling.Job(server.Client(), folder.File("results"), Rows, 8, 1).ReadResultsAsync(cancellationToken).CountAsync(cancellationToken),
            Is.InRange(server.Asked - 8, server.Asked));
    }
}
