using Microsoft.Extensions.DependencyInjection;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Folders that cannot be read or written, or are removed: the job ends with the path and what to do, and continues afterwards.</summary>
[NonParallelizable]
public sealed class BrokenFolderTests
{
    private TestFolder _folder = null!;
    private int _calls;

    [SetUp]
    public void MakeFolder() => (_folder, _calls) = (new TestFolder(), 0);

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    [CancelAfter(120_000)]
    public async Task A_folder_that_cannot_be_created_is_named(CancellationToken cancellationToken)
    {
        // No user may create folders there.
        var job = Job("/sys/opper-batch", [1]);

        await AssertFailsAsync(job, job.Folder, cancellationToken);
        Assert.That(_calls, Is.Zero);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_partition_whose_results_cannot_be_read_is_named_and_read_later(CancellationToken cancellationToken)
    {
        var job = Job(_folder.File("results"), [1, 2], [3, 4]);
        await Silo.RunAsync(job, cancellationToken);
        var path = Path.Combine(job.Folder, "000001.000001.unreadable.jsonl");
        File.CreateSymbolicLink(path, path);

        await AssertFailsAsync(job, path, cancellationToken);
        await Assert.ThatAsync(async () => await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken),
            Throws.InstanceOf<IOException>().With.Message.Contains(path));

        File.Delete(path);
        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(4));
        Assert.That(_calls, Is.EqualTo(4));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_file_that_is_removed_while_it_is_written_ends_the_job_and_the_rows_in_flight_are_recorded(CancellationToken cancellationToken)
    {
        var (isRemoved, begun) = (false, 0);
        var job = Job(_folder.File("results"), async (row, token) =>
        {
            if (row > 0)
            {
                Interlocked.Increment(ref begun);
                await Task.Delay(TimeSpan.FromSeconds(2), token);
                return row;
            }

            while (!isRemoved && Volatile.Read(ref begun) < 3)
            {
                await Task.Delay(10, token);
            }

            // Its results could still be written, but nobody would ever find them.
            Directory.GetFiles(_folder.File("results"), isRemoved ? "none" : "000000.*").ToList().ForEach(File.Delete);
            isRemoved = true;
            return row;
        }, [0], [1, 2, 3]);

        await AssertFailsAsync(job, Path.Combine(job.Folder, "000000."), cancellationToken);
        Assert.That(await job.ReadResultsAsync(cancellationToken).Select(static item => item.Input).Order().ToListAsync(cancellationToken),
            Is.EqualTo(new[] { 1, 2, 3 }));

        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(4));
        Assert.That(_calls, Is.EqualTo(5));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_folder_that_is_removed_is_missed(CancellationToken cancellationToken)
    {
        using var redis = Redis.StartOrSkip();
        var job = Job(_folder.File("results"), [1, 2], [3, 4]);
        await RunAsync(job);
        var kept = _folder.File("kept");
        Directory.Move(job.Folder, kept);

        // The cluster knows that all rows have results.
        await Assert.ThatAsync(() => RunAsync(job), Throws.InvalidOperationException.With.Message.Contains("'job'").And.Message.Contains("removed"));

        Directory.Delete(job.Folder, recursive: true);
        Directory.Move(kept, job.Folder);
        Assert.That((await RunAsync(job)).Rows, Is.EqualTo(4));
        Assert.That(_calls, Is.EqualTo(4));

        async Task<BatchSummary> RunAsync(BatchJob job)
        {
            using var host = await Silo.StartAsync(redis.Address, job);
            try
            {
                return await host.Services.GetRequiredService<BatchCluster>().WaitAsync(job, cancellationToken);
            }
            finally
            {
                await host.StopAsync(CancellationToken.None);
            }
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_full_disk_ends_the_job_which_repeats_only_the_rows_in_flight_when_it_continues(CancellationToken cancellationToken)
    {
        const int Rows = 3000;
        const int Concurrency = 16;
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(50);
        using (var silo = await StartAsync())
        {
            await server.WaitForAsync(300, cancellationToken);
            silo.LimitFiles(1500);
            Assert.That(await silo.LastAsync().WaitAsync(cancellationToken),
                Does.StartWith("failed").And.Contain(_folder.File("results")).And.Contain(".jsonl").And.Contain("start it again"));
        }

        Assert.That(server.Asked, Is.LessThan(Rows));
        using (var silo = await StartAsync())
        {
            Assert.That(await silo.LastAsync().WaitAsync(cancellationToken), Does.StartWith($"done {Rows} 0 "));
        }

        var results = await Doubling.Job(server.Client(), _folder.File("results"), Rows, Concurrency, 1).ReadResultsAsync(cancellationToken)
            .Select(item => item.Input).ToListAsync(cancellationToken);
        Assert.That(results.Order(), Is.EqualTo(Enumerable.Range(0, Rows)));
        Assert.That(server.Asked - Rows, Is.InRange(1, Concurrency));

        Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(server, "key", redis: null, _folder.File("results"), Rows, Concurrency, 1);
    }

    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(120_000)]
    public async Task Another_file_or_folder_in_the_place_of_that_of_the_job_is_named(bool isFolder, CancellationToken cancellationToken)
    {
        var job = Job(_folder.File("results"), [1]);
        Directory.CreateDirectory(job.Folder);
        var path = Path.Combine(job.Folder, "opper-job");
        await (isFolder ? Task.Run(() => Directory.CreateDirectory(path), cancellationToken) : File.WriteAllTextAsync(path, string.Empty, cancellationToken));

        await Assert.ThatAsync(() => Silo.RunAsync(job, cancellationToken),
            Throws.InvalidOperationException.With.Message.Contains(path).And.Message.Contains("Remove it"));
        Assert.That((_calls, Directory.GetFileSystemEntries(job.Folder)), Is.EqualTo((0, new[] { path })));
    }

    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(120_000)]
    public async Task A_budget_that_cannot_be_read_is_named_and_read_later(bool isUnreadable, CancellationToken cancellationToken)
    {
        await using var server = await CountingServer.StartAsync();
        var job = Doubling.Job(server.Client(), _folder.File("results"), 20, 4, 1);
        await Silo.RunAsync(job, cancellationToken);
        var path = Path.Combine(job.Folder, "opper-job", "silo.granted");
        await (isUnreadable ? Task.Run(() => File.CreateSymbolicLink(path, path), cancellationToken) : File.WriteAllTextAsync(path, "\0", cancellationToken));

        await Assert.ThatAsync(() => Silo.RunAsync(job, cancellationToken),
            Throws.InstanceOf(isUnreadable ? typeof(IOException) : typeof(InvalidDataException)).With.Message.Contains(path));

        File.Delete(path);
        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(20));
        Assert.That(server.Asked, Is.EqualTo(20));
    }

    private static Task AssertFailsAsync(BatchJob job, string path, CancellationToken cancellationToken) => Assert.ThatAsync(
        () => Silo.RunAsync(job, cancellationToken), Throws.InstanceOf<IOException>().With.Message.Contains(path).And.Message.Contains("start it again"));

    private BatchJob<int, int> Job(string folder, params int[][] partitions) => Job(folder, static (row, _) => Task.FromResult(row), partitions);

    private BatchJob<int, int> Job(string folder, Func<int, CancellationToken, Task<int>> call, params int[][] partitions) => new("job")
    {
        Partitions = partitions.Length,
        Folder = folder,
        Read = partition => partitions[partition].ToAsyncEnumerable(),
        Call = (row, token) =>
        {
            Interlocked.Increment(ref _calls);
            return call(row, token);
        },
    };
}
