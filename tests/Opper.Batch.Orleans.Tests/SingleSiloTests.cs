using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;
using Opper.TestSupport;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Rows, sources and files that go wrong, on one silo that needs no server.</summary>
[NonParallelizable]
public sealed class SingleSiloTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [CancelAfter(120_000)]
    public async Task A_single_in_process_silo_requires_no_Redis(CancellationToken cancellationToken)
    {
        await using var server = await CountingServer.StartAsync();
        var job = Doubling.Job(server.Client(), _folder.File("results"), 500, 16, 1);
        using var host = await Silo.StartAsync(redis: null, job);
        var cluster = host.Services.GetRequiredService<BatchCluster>();

        var summary = await cluster.WaitAsync(job, cancellationToken);

        Assert.That(summary, Is.EqualTo(new BatchSummary { Rows = 500, Cost = 0.05m }));
        Assert.That((await cluster.GetProgressAsync(job, cancellationToken)).Done, Is.EqualTo(500));
        Assert.That(await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken), Is.EqualTo(500));
        await host.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_row_whose_result_cannot_be_recorded_fails_and_is_called_once(CancellationToken cancellationToken)
    {
        var calls = 0;
        var job = Job<int, object>([1, 2, 3, 4, 5], (row, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult<object>(row switch { 2 => typeof(string), 3 => Stream.Null, 4 => new OneWay(4), _ => row });
        });

        var summary = await RunAsync(job, cancellationToken);

        Assert.That(summary, Is.EqualTo(new BatchSummary { Rows = 5, Failed = 2 }));
        Assert.That(calls, Is.EqualTo(5));
        var results = await job.ReadResultsAsync(cancellationToken).OrderBy(item => item.Index).ToListAsync(cancellationToken);
        Assert.That(results.Select(item => item.Succeeded), Is.EqualTo(new[] { true, false, false, true, true }));
        Assert.That(results[1].Error!.Message, Does.StartWith("The result cannot be recorded: "));
        Assert.That(results.Select(item => item.Input), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_row_whose_output_cannot_be_deserialized_fails(CancellationToken cancellationToken)
    {
        var job = Job<int, OneWay>([1, 2], (row, _) => Task.FromResult(new OneWay(row)));

        Assert.That(await RunAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = 2, Failed = 2 }));
        Assert.That(await job.ReadResultsAsync(cancellationToken).CountAsync(item => item.Error is not null, cancellationToken), Is.EqualTo(2));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_row_whose_input_cannot_be_recorded_fails_and_has_no_input(CancellationToken cancellationToken)
    {
        var job = Job<OneWay, int>([new OneWay(1)], (row, _) => Task.FromResult(row.Number));

        Assert.That(await RunAsync(job, cancellationToken), Is.EqualTo(new BatchSummary { Rows = 1, Failed = 1 }));
        Assert.That((await job.ReadResultsAsync(cancellationToken).SingleAsync(cancellationToken)).Input, Is.Null);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_silo_needs_no_port_for_clients(CancellationToken cancellationToken)
    {
        var job = Job<int, int>([1, 2], static (row, _) => Task.FromResult(row));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOpperBatch(batch =>
        {
            (batch.SiloPort, batch.GatewayPort) = (FreePort.Next(), 0);
            batch.Jobs.Add(job);
        });
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);

        Assert.That((await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken)).Rows, Is.EqualTo(2));
        await host.StopAsync(cancellationToken);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Each_of_several_equal_rows_has_a_result(CancellationToken cancellationToken)
    {
        var job = Job<string, string>(["same", "same", "same"], (row, _) => Task.FromResult(row));

        Assert.That((await RunAsync(job, cancellationToken)).Rows, Is.EqualTo(3));
        Assert.That(await job.ReadResultsAsync(cancellationToken).Select(item => item.Index).ToListAsync(cancellationToken),
            Is.EquivalentTo(new[] { 0, 1, 2 }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_folder_that_is_not_writable_fails_the_job(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_folder.File("results"), "a file", cancellationToken);
        var job = Job<int, int>([1], (row, _) => Task.FromResult(row));

        await Assert.ThatAsync(() => RunAsync(job, cancellationToken), Throws.InstanceOf<IOException>());
    }

    [TestCase(typeof(TaskCanceledException))]
    [TestCase(typeof(FormatException))]
    [CancelAfter(120_000)]
    public async Task A_source_that_throws_fails_the_job(Type type, CancellationToken cancellationToken)
    {
        var failure = (Exception)Activator.CreateInstance(type)!;
        var job = new BatchJob<int, int>("job")
        {
            Partitions = 1,
            Folder = _folder.File("results"),
            Read = _ => AsyncEnumerable.Range(0, 3).Select(row => row < 2 ? row : throw failure),
            Call = static (row, _) => Task.FromResult(row),
        };

        await Assert.ThatAsync(() => RunAsync(job, cancellationToken), Throws.InstanceOf(type).Or.InnerException.InstanceOf(type));
    }

    [Test]
    public void A_budget_without_a_cost_per_row_is_rejected() =>
        Assert.That(() => Silo.StartAsync(redis: null, new BatchJob<int, int>("job") { Partitions = 1, Folder = "results", BudgetLimit = 1, Read = static _ =>
            AsyncEnumerable.Empty<int>(), Call = static (row, _) => Task.FromResult(row) }), Throws.ArgumentException.With.Message.Contains("MaxRowCost"));

    [Test]
    public void Duplicate_job_names_are_rejected()
    {
        var job = Job<int, int>([1], (row, _) => Task.FromResult(row));

        Assert.That(() => Silo.StartAsync(redis: null, job, job), Throws.ArgumentException.With.Message.Contains("'job'"));
    }

    private static async Task<BatchSummary> RunAsync(BatchJob job, CancellationToken cancellationToken)
    {
        using var host = await Silo.StartAsync(redis: null, job);
        try
        {
            return await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private BatchJob<TIn, TOut> Job<TIn, TOut>(TIn[] rows, Func<TIn, CancellationToken, Task<TOut>> call) =>
        new("job") { Partitions = 1, Folder = _folder.File("results"), Read = _ => rows.ToAsyncEnumerable(), Call = call };

    /// <summary>JSON is made of it, but it cannot be made of JSON.</summary>
    private sealed class OneWay
    {
        internal OneWay(int number) => Number = number;

        public int Number { get; }
    }
}
