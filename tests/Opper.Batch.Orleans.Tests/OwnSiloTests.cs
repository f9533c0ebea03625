using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;
using Opper.TestSupport;
using Orleans.Configuration;
using Orleans.Hosting;
using StackExchange.Redis;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Jobs on silos that the application configures, with its own membership and storage.</summary>
[NonParallelizable]
public sealed class OwnSiloTests
{
    private const int Rows = 500;

    private CountingServer _server = null!;
    private TestFolder _folder = null!;

    [SetUp]
    public async Task StartAsync() => (_server, _folder) = (await CountingServer.StartAsync(), new TestFolder());

    [TearDown]
    public async Task StopAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_silo_with_its_own_configuration_runs_a_job(CancellationToken cancellationToken)
    {
        var job = Doubling.Job(_server.Client(), _folder.File("results"), Rows, 16, 1);
        using var host = await StartSiloAsync(job, static silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next())
            .AddMemoryGrainStorage(BatchCluster.StorageName));

        var summary = await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);

        Assert.That(summary, Is.EqualTo(new BatchSummary { Rows = Rows, Cost = Rows * 0.0001m }));
        Assert.That(_server.Asked, Is.EqualTo(Rows));
        await host.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_job_that_was_not_added_is_not_waited_for(CancellationToken cancellationToken)
    {
        using var host = await StartSiloAsync(Doubling.Job(_server.Client(), _folder.File("results"), 1, 1, 1), static silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next())
            .AddMemoryGrainStorage(BatchCluster.StorageName));
        var forgotten = new BatchJob<int, int>("forgotten")
        {
            Partitions = 1,
            Folder = _folder.File("forgotten"),
            Read = static _ => AsyncEnumerable.Empty<int>(),
            Call = static (row, _) => Task.FromResult(row),
        };

        var cluster = host.Services.GetRequiredService<BatchCluster>();
        await Assert.ThatAsync(() => cluster.WaitAsync(forgotten, cancellationToken), Throws.ArgumentException.With.Message.Contains("'forgotten'"));
        await Assert.ThatAsync(() => cluster.CancelAsync(forgotten, cancellationToken), Throws.ArgumentException);
        await host.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Silos_that_share_their_own_Redis_share_a_job(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();

        await RunOnTwoSilosAsync(silo => silo
            .UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis.Address))
            .AddRedisGrainStorage(BatchCluster.StorageName, storage => storage.ConfigurationOptions = ConfigurationOptions.Parse(redis.Address)),
            cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Silos_that_share_their_own_database_share_a_job(CancellationToken cancellationToken)
    {
        using var database = await PostgreSqlServer.StartOrSkipAsync();

        await RunOnTwoSilosAsync(silo => silo
            .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", database.ConnectionString))
            .AddAdoNetGrainStorage(BatchCluster.StorageName, storage => (storage.Invariant, storage.ConnectionString) = ("Npgsql", database.ConnectionString)),
            cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Jobs_that_are_added_by_several_calls_all_run(CancellationToken cancellationToken)
    {
        var first = Doubling.Job(_server.Client(), _folder.File("first"), Rows, 16, 1);
        var second = Doubling.Job(_server.Client(), _folder.File("second"), Rows, 16, 1, name: "second");
        using var host = await StartSiloAsync(second, silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next())
            .AddMemoryGrainStorage(BatchCluster.StorageName)
            .AddOpperBatch(first));

        foreach (var job in new[] { first, second })
        {
            Assert.That((await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(Rows));
        }

        await host.StopAsync(cancellationToken);
    }

    private async Task RunOnTwoSilosAsync(Action<ISiloBuilder> configure, CancellationToken cancellationToken)
    {
        // Slow until both have begun.
        _server.Latency = TimeSpan.FromSeconds(1);
        using var one = await StartSiloAsync(Job("one"), Configure);
        using var other = await StartSiloAsync(Job("other"), Configure);
        while (_server.Keys.Count < 2)
        {
            await Task.Delay(20, cancellationToken);
        }

        _server.Latency = TimeSpan.FromMilliseconds(20);

        foreach (var host in new[] { one, other })
        {
            Assert.That(await host.Services.GetRequiredService<BatchCluster>().WaitAsync(Job("any"), cancellationToken),
                Is.EqualTo(new BatchSummary { Rows = Rows, Cost = Rows * 0.0001m }));
        }

        var results = await Job("any").ReadResultsAsync(cancellationToken).ToListAsync(cancellationToken);
        Assert.That(results.Select(item => item.Input).Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
        Assert.That(results.All(item => item.Output == $"{2 * item.Input}"));
        Assert.That(_server.Asked, Is.EqualTo(Rows));
        Assert.That(_server.Keys.Keys, Is.EquivalentTo(new[] { "Bearer one", "Bearer other" }));
        await other.StopAsync(cancellationToken);
        await one.StopAsync(cancellationToken);

        BatchJob<int, string> Job(string key) => Doubling.Job(new OpperClient(key, new OpperClientOptions { BaseUrl = _server.Address }),
            _folder.File("results"), Rows, 4, 1);

        void Configure(ISiloBuilder silo)
        {
            configure(silo);
            silo.Configure<ClusterOptions>(static cluster => (cluster.ClusterId, cluster.ServiceId) = ("own", "own"))
                .ConfigureEndpoints(IPAddress.Loopback, FreePort.Next(), FreePort.Next());
        }
    }

    private static async Task<IHost> StartSiloAsync(BatchJob job, Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            configure(silo);
            silo.AddOpperBatch(job);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
