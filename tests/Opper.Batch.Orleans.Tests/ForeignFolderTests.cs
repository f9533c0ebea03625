using Opper.Batch.Tests.Support;

namespace Opper.Batch.Orleans.Tests;

/// <summary>Folders that have the results of another job, of other rows, or of other types.</summary>
[NonParallelizable]
public sealed class ForeignFolderTests
{
    private TestFolder _folder = null!;
    private int _calls;

    [SetUp]
    public void MakeFolder() => (_folder, _calls) = (new TestFolder(), 0);

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("numbers", 3)]
    [TestCase("other", 2)]
    [CancelAfter(120_000)]
    public async Task A_folder_of_another_job_or_number_of_partitions_is_rejected(string name, int partitions, CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job<int, int>("numbers", 2, Rows, static row => row), cancellationToken);
        var files = Directory.GetFiles(_folder.File("results"));
        var other = Job<int, int>(name, partitions, Rows, static row => row);

        await Assert.ThatAsync(() => Silo.RunAsync(other, cancellationToken), Throws.InvalidOperationException.With.Message.Contains(_folder.File("results"))
            .And.Message.Contains("'numbers' with 2 partitions").And.Message.Contains("another folder"));
        await Assert.ThatAsync(async () => await other.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken), Throws.InvalidOperationException);
        Assert.That(_calls, Is.EqualTo(20));
        Assert.That(Directory.GetFiles(_folder.File("results")), Is.EquivalentTo(files));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_folder_without_the_name_of_its_job_is_rejected(CancellationToken cancellationToken)
    {
        var job = Job<int, int>("numbers", 2, Rows, static row => row);
        await Silo.RunAsync(job, cancellationToken);
        File.Delete(Path.Combine(job.Folder, "opper-job", "job.json"));

        await Assert.ThatAsync(() => Silo.RunAsync(job, cancellationToken), Throws.InvalidOperationException.With.Message.Contains("job.json"));
        await File.WriteAllTextAsync(Path.Combine(job.Folder, "opper-job", "job.json"), "{", cancellationToken);
        await Assert.ThatAsync(() => Silo.RunAsync(job, cancellationToken), Throws.InvalidOperationException.With.Message.Contains("job.json"));
        Assert.That(_calls, Is.EqualTo(20));
    }

    [TestCase("mails-0.jsonl")]
    [TestCase("000000.jsonl")]
    [CancelAfter(120_000)]
    public async Task A_folder_that_has_the_rows_of_its_job_is_used(string name, CancellationToken cancellationToken)
    {
        var job = Job<int, int>("numbers", 2, Rows, static row => row);
        Directory.CreateDirectory(job.Folder);
        await File.WriteAllTextAsync(Path.Combine(job.Folder, name), "1\n", cancellationToken);

        Assert.That((await Silo.RunAsync(job, cancellationToken)).Rows, Is.EqualTo(20));
        Assert.That(await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken), Is.EqualTo(20));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Rows_that_have_become_others_are_not_given_the_recorded_results(CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job<int, int>("numbers", 2, Rows, static row => row), cancellationToken);

        var others = Job<int, int>("numbers", 2, static partition => Rows(partition).Prepend(-1), static row => row);
        await Assert.ThatAsync(() => Silo.RunAsync(others, cancellationToken),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("is not the one").And.Message.Contains("numbers"));
        Assert.That(_calls, Is.EqualTo(20));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task More_rows_at_the_end_are_called(CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job<int, int>("numbers", 2, Rows, static row => row), cancellationToken);

        var summary = await Silo.RunAsync(Job<int, int>("numbers", 2, static partition => Rows(partition).Append(-1), static row => row), cancellationToken);

        Assert.That((summary.Rows, _calls), Is.EqualTo((22, 22)));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Results_of_other_types_are_not_called_again(CancellationToken cancellationToken)
    {
        await Silo.RunAsync(Job<int, Topic>("numbers", 2, Rows, static row => new Topic($"{row}")), cancellationToken);

        await AssertRefusedAsync(Job<int, int>("numbers", 2, Rows, static row => row), cancellationToken);
        await AssertRefusedAsync(Job<int, Title>("numbers", 2, Rows, static row => new Title(null)), cancellationToken);
        Assert.That(_calls, Is.EqualTo(20));
    }

    [Test]
    public void Two_jobs_with_one_folder_are_rejected()
    {
        var (one, other) = (Job<int, int>("one", 1, Rows, static row => row), Job<int, int>("other", 1, Rows, static row => row, "results/../results/"));

        Assert.That(() => Silo.StartAsync(redis: null, one, other), Throws.ArgumentException.With.Message.Contains("'one'").And.Message.Contains("'other'"));
    }

    private static IEnumerable<int> Rows(int partition) => Enumerable.Range(10 * partition, 10);

    private static async Task AssertRefusedAsync<TOut>(BatchJob<int, TOut> job, CancellationToken cancellationToken)
    {
        await Assert.ThatAsync(() => Silo.RunAsync(job, cancellationToken),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(job.Folder).And.Message.Contains(typeof(TOut).ToString()));
        await Assert.ThatAsync(async () => await job.ReadResultsAsync(cancellationToken).CountAsync(cancellationToken),
            Throws.InstanceOf<InvalidDataException>());
    }

    private BatchJob<TIn, TOut> Job<TIn, TOut>(string name, int partitions, Func<int, IEnumerable<TIn>> read, Func<TIn, TOut> call,
        string folder = "results") => new(name)
    {
        Partitions = partitions,
        Folder = _folder.File(folder),
        Read = partition => read(partition).ToAsyncEnumerable(),
        Call = (row, _) =>
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(call(row));
        },
    };

    private sealed record Topic(string Name);

    private sealed record Title(string? Text);
}
