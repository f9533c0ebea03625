using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>What several silos must agree on, all in this process.</summary>
[NonParallelizable]
public sealed class SharedJobTests
{
    private const int Rows = 3000;

    private CountingServer _server = null!;
    private RedisServer _redis = null!;
    private TestFolder _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _redis = Redis.StartOrSkip();
        _server = await CountingServer.StartAsync();
        _server.Latency = TimeSpan.FromMilliseconds(20);
        _folder = new TestFolder();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
        _redis.Dispose();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_job_cancelled_on_one_silo_ends_on_all_and_can_be_resumed(CancellationToken cancellationToken)
    {
        var job = Job();
        using var one = await Silo.StartAsync(_redis.Address, job);
        using var other = await Silo.StartAsync(_redis.Address, job);
        await _server.WaitForAsync(300, cancellationToken);

        await Cluster(other).CancelAsync(job, cancellationToken);

        await Assert.ThatAsync(() => Cluster(one).WaitAsync(job, cancellationToken), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => Cluster(other).WaitAsync(job, cancellationToken), Throws.InstanceOf<OperationCanceledException>());
        var results = await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken);
        Assert.That(results, Is.EqualTo(_server.Asked).And.LessThan(Rows), "rows in flight are recorded");
        await one.StopAsync(cancellationToken);
        await other.StopAsync(cancellationToken);

        using var next = await Silo.StartAsync(_redis.Address, job);
        Assert.That(await Cluster(next).WaitAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = Rows, Cost = Rows * 0.0001m }));
        Assert.That(_server.Asked, Is.EqualTo(Rows));
        await next.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_silo_that_joins_late_knows_the_progress_of_the_job(CancellationToken cancellationToken)
    {
        var job = Job();
        using var one = await Silo.StartAsync(_redis.Address, job);
        await _server.WaitForAsync(500, cancellationToken);
        var early = await Cluster(one).GetProgressAsync(job, cancellationToken);
        using var other = await Silo.StartAsync(_redis.Address, job);

        var late = await Cluster(other).GetProgressAsync(job, cancellationToken);

        Assert.That(late.Done, Is.InRange(early.Done, Rows));
        Assert.That(late.Elapsed, Is.GreaterThan(early.Elapsed));
        Assert.That(late.Rate, Is.EqualTo(late.Done / late.Elapsed.TotalSeconds));
        await Cluster(other).WaitAsync(job, cancellationToken);
        Assert.That((await Cluster(other).GetProgressAsync(job, cancellationToken)).Done, Is.EqualTo(Rows));
        Assert.That((await Cluster(one).GetProgressAsync(job, cancellationToken)).Done, Is.EqualTo(Rows));
        await other.StopAsync(cancellationToken);
        await one.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_silo_that_partitions_the_rows_differently_is_rejected(CancellationToken cancellationToken)
    {
        using var one = await Silo.StartAsync(_redis.Address, Job());
        await _server.WaitForAsync(1, cancellationToken);
        var job = Job(partitions: 7);
        using var other = await Silo.StartAsync(_redis.Address, job);

        await Assert.ThatAsync(() => Cluster(other).WaitAsync(job, cancellationToken),
            Throws.InvalidOperationException.With.Message.Contains("has 30 partitions in this cluster, not 7"));
        await other.StopAsync(cancellationToken);
        await one.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_job_that_exceeded_its_budget_can_be_resumed_with_a_larger_one(CancellationToken cancellationToken)
    {
        var little = Job(limit: 0.05m);
        // The second silo finds the budget used up by the first.
        for (var start = 0; start < 2; start++)
        {
            using var silo = await Silo.StartAsync(_redis.Address, little);
            await Assert.ThatAsync(() => Cluster(silo).WaitAsync(little, cancellationToken), Throws.InstanceOf<OpperBudgetExceededException>());
            await silo.StopAsync(cancellationToken);
            Assert.That(_server.Spent, Is.EqualTo(0.05m));
        }

        var enough = Job(limit: 0.3m);
        using var next = await Silo.StartAsync(_redis.Address, enough);
        Assert.That((await Cluster(next).WaitAsync(enough, cancellationToken)).Rows, Is.EqualTo(Rows));
        Assert.That(_server.Spent, Is.EqualTo(0.3m));
        await next.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Silos_survive_a_restart_of_Redis(CancellationToken cancellationToken)
    {
        var job = Job();
        using var one = await Silo.StartAsync(_redis.Address, job);
        using var other = await Silo.StartAsync(_redis.Address, job);
        await _server.WaitForAsync(Rows / 4, cancellationToken);
        await _redis.RestartAsync(TimeSpan.FromSeconds(2));

        foreach (var silo in new[] { one, other })
        {
            Assert.That((await Cluster(silo).WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(Rows));
        }

        var results = await job.ReadResultsAsync(cancellationToken).Select(item => item.Input).ToListAsync(cancellationToken);
        Assert.That(results.Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
        Assert.That(_server.Spent, Is.LessThanOrEqualTo(1m));
        await other.StopAsync(cancellationToken);
        await one.StopAsync(cancellationToken);
    }

    private static BatchCluster Cluster(IHost host) => host.Services.GetRequiredService<BatchCluster>();

    private BatchJob<int, string> Job(decimal limit = 1, int partitions = 30) =>
        Doubling.Job(_server.Client(), _folder.File("results"), Rows, 16, limit, partitions);
}
