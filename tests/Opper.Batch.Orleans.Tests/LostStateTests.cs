using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>A Redis, or a silo without one, that loses its data in the middle of a job. The folder of the results has all that is needed to continue.</summary>
[NonParallelizable]
public sealed class LostStateTests
{
    private const int Rows = 3000;
    private const int Concurrency = 16;

    private CountingServer _server = null!;
    private TestFolder _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await CountingServer.StartAsync();
        _server.Latency = TimeSpan.FromMilliseconds(20);
        _folder = new TestFolder();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _folder.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(100_000)]
    public async Task Silos_complete_their_job_and_stop(bool isRestarted, CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job();
        using var one = await Silo.StartAsync(redis.Address, job);
        using var other = await Silo.StartAsync(redis.Address, job);
        await _server.WaitForAsync(300, cancellationToken);

        await (isRestarted ? redis.RestartAsync(TimeSpan.FromSeconds(1), isEmpty: true) : redis.FlushAsync());

        foreach (var silo in new[] { one, other })
        {
            Assert.That((await Cluster(silo).WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(Rows));
        }

        await AssertCompleteAsync(cancellationToken);
        foreach (var silo in new[] { one, other })
        {
            await silo.StopAsync(CancellationToken.None).WaitAsync(cancellationToken);
        }
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task Silos_that_have_just_joined_remain_members(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job();
        using var one = await Silo.StartAsync(redis.Address, job);
        using var other = await Silo.StartAsync(redis.Address, job);

        // Neither silo has read from the table that the other one is active.
        await redis.FlushAsync();

        foreach (var silo in new[] { one, other })
        {
            Assert.That((await Cluster(silo).WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(Rows));
            await silo.StopAsync(CancellationToken.None).WaitAsync(cancellationToken);
        }

        // Rows may have been called more often: while silos find each other, each may have leased the same partition.
        await AssertResultsAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task A_silo_that_is_killed_afterwards_is_detected_and_its_successor_joins_the_others(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        _server.Latency = TimeSpan.FromMilliseconds(100);
        using var one = await StartAsync("one");
        using var killed = await StartAsync("killed");
        while (_server.Keys.Count < 2)
        {
            await Task.Delay(20, cancellationToken);
        }

        await redis.FlushAsync();
        killed.Kill();
        using var next = await StartAsync("next");

        foreach (var silo in new[] { one, next })
        {
            Assert.That(await silo.LastAsync().WaitAsync(cancellationToken), Is.EqualTo($"done {Rows} 0 {Rows * 0.0001m}"));
        }

        await AssertCompleteAsync(cancellationToken);
        Assert.That(_server.Keys.Keys, Is.EquivalentTo(new[] { "Bearer one", "Bearer killed", "Bearer next" }));

        Task<SiloProcess> StartAsync(string key) => SiloProcess.StartAsync(_server, key, redis, _folder.File("results"), Rows, Concurrency, 1);
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task The_budget_includes_what_was_spent_before(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job(0.15m);
        using var one = await Silo.StartAsync(redis.Address, job);
        using var other = await Silo.StartAsync(redis.Address, job);
        await _server.WaitForAsync(1000, cancellationToken);

        await redis.FlushAsync();

        foreach (var silo in new[] { one, other })
        {
            await Assert.ThatAsync(() => Cluster(silo).WaitAsync(job, cancellationToken), Throws.InstanceOf<OpperBudgetExceededException>());
            await silo.StopAsync(CancellationToken.None).WaitAsync(cancellationToken);
        }

        Assert.That(_server.Spent, Is.InRange(0.14m, 0.15m));
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task The_budget_of_a_silo_without_Redis_is_that_of_all_its_starts(CancellationToken cancellationToken)
    {
        for (var start = 0; start < 2; start++)
        {
            await Assert.ThatAsync(() => Silo.RunAsync(Job(0.05m), cancellationToken), Throws.InstanceOf<OpperBudgetExceededException>());
            Assert.That(_server.Spent, Is.EqualTo(0.05m));
        }

        Assert.That((await Silo.RunAsync(Job(0.3m), cancellationToken)).Rows, Is.EqualTo(Rows));
        Assert.That((_server.Asked, _server.Spent), Is.EqualTo((Rows, 0.3m)));
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task A_job_that_was_canceled_and_resumed_is_not_canceled_again(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job();
        using (var canceled = await Silo.StartAsync(redis.Address, job))
        {
            await _server.WaitForAsync(100, cancellationToken);
            await Cluster(canceled).CancelAsync(job, cancellationToken);
            await Assert.ThatAsync(() => Cluster(canceled).WaitAsync(job, cancellationToken), Throws.InstanceOf<OperationCanceledException>());
            await canceled.StopAsync(cancellationToken);
        }

        using var resumed = await Silo.StartAsync(redis.Address, job);
        await _server.WaitForAsync(_server.Asked + 300, cancellationToken);
        await redis.FlushAsync();

        Assert.That((await Cluster(resumed).WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(Rows));
        await resumed.StopAsync(CancellationToken.None).WaitAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(100_000)]
    public async Task A_job_that_was_complete_is_still_complete(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job();
        using var silo = await Silo.StartAsync(redis.Address, job);
        await Cluster(silo).WaitAsync(job, cancellationToken);
        await redis.FlushAsync();
        // Only a change is noticed to be one of a state that was lost.
        await Cluster(silo).CancelAsync(job, cancellationToken);

        Assert.That(await Cluster(silo).WaitAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = Rows, Cost = Rows * 0.0001m }));
        Assert.That(_server.Asked, Is.EqualTo(Rows));
        await silo.StopAsync(CancellationToken.None).WaitAsync(cancellationToken);
    }

    private static BatchCluster Cluster(IHost host) => host.Services.GetRequiredService<BatchCluster>();

    private BatchJob<int, string> Job(decimal limit = 1) => Doubling.Job(_server.Client(), _folder.File("results"), Rows, Concurrency, limit);

    private async Task AssertCompleteAsync(CancellationToken cancellationToken)
    {
        await AssertResultsAsync(cancellationToken);
        Assert.That(_server.Asked - Rows, Is.InRange(0, Concurrency));
    }

    private async Task AssertResultsAsync(CancellationToken cancellationToken)
    {
        var results = await Job().ReadResultsAsync(cancellationToken).Select(item => item.Input).ToListAsync(cancellationToken);
        Assert.That(results.Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
    }
}
