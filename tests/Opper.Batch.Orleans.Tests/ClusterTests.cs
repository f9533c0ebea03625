using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Jobs on one silo in this process, and on several in processes of their own.</summary>
[NonParallelizable]
public sealed class ClusterTests
{
    private const int Rows = 20_000;
    private const int Concurrency = 96;

    [Test]
    [CancelAfter(150_000)]
    public async Task A_silo_is_killed_and_another_comes_and_every_row_has_one_result(CancellationToken cancellationToken)
    {
        using var redis = RedisServer.StartOrSkip();
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(200);
        using var folder = new TestFolder();
        const decimal Limit = 2.2m;
        var silos = new List<SiloProcess>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                silos.Add(await StartAsync());
            }

            await server.WaitForAsync(Rows / 3, cancellationToken);
            // The one that was there first has most of the grains.
            silos[0].Kill();
            await server.WaitForAsync(Rows / 2, cancellationToken);
            silos.Add(await StartAsync());

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
        }
        finally
        {
            silos.ForEach(silo => silo.Dispose());
        }

        Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(server, redis, folder.File("results"), RedisServer.FreePort(), Rows, Concurrency, Limit);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_budget_that_is_used_up_ends_the_job_on_all_silos(CancellationToken cancellationToken)
    {
        using var redis = RedisServer.StartOrSkip();
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(20);
        using var folder = new TestFolder();
        using var one = await SiloProcess.StartAsync(server, redis, folder.File("results"), RedisServer.FreePort(), Rows, 8, 0.1m);
        using var other = await SiloProcess.StartAsync(server, redis, folder.File("results"), RedisServer.FreePort(), Rows, 8, 0.1m);

        Assert.That(await Task.WhenAll(one.LastAsync(), other.LastAsync()).WaitAsync(cancellationToken), Is.EqualTo(new[] { "exceeded", "exceeded" }));
        Assert.That(server.Spent, Is.InRange(0.09m, 0.1m));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task One_silo_in_the_process_needs_no_server(CancellationToken cancellationToken)
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var job = Doubling.Job(server.Client(), folder.File("results"), 500, 16, 1);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOpperBatch(batch =>
        {
            batch.SiloPort = RedisServer.FreePort();
            batch.GatewayPort = RedisServer.FreePort();
            batch.Jobs.Add(job);
        });
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var cluster = host.Services.GetRequiredService<BatchCluster>();

        var summary = await cluster.WaitAsync(job, cancellationToken);

        Assert.That(summary, Is.EqualTo(new BatchSummary { Rows = 500, Cost = 0.05m }));
        Assert.That((await cluster.GetProgressAsync(job, cancellationToken)).Done, Is.EqualTo(500));
        Assert.That(await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken), Is.EqualTo(500));
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public void A_budget_without_the_cost_of_a_row_is_refused() =>
        Assert.That(
            () => Host.CreateEmptyApplicationBuilder(null).UseOpperBatch(batch => batch.Jobs.Add(new BatchJob<int, int>("job") { Partitions = 1,
                Folder = "results", BudgetLimit = 1, Read = static _ => AsyncEnumerable.Empty<int>(), Call = static (row, _) => Task.FromResult(row) })),
            Throws.ArgumentException.With.Message.Contains("MaxRowCost"));
}
