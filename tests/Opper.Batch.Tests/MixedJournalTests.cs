using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Journals whose results are of another type, and rows that a journal cannot distinguish.</summary>
public sealed class MixedJournalTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Results_of_another_type_are_not_returned_and_not_lost()
    {
        await Runner(static row => new Topic($"{row}")).RunAsync([1, 2]).CountAsync();

        await AssertRefusedAsync(Runner(static row => new Title($"{row}", row)));
        await AssertRefusedAsync(Runner(static row => row));
        await AssertRefusedAsync(Runner(static row => new[] { row }));
        Assert.That(await Runner(static row => new Topic($"{row}")).RunAsync([1, 2]).CountAsync(static item => item.IsReplayed), Is.EqualTo(2));
    }

    [Test]
    public async Task Results_of_a_type_that_has_a_new_member_are_returned()
    {
        await Runner(static row => new Topic($"{row}")).RunAsync([1, 2]).CountAsync();

        var items = await Runner(static row => new LongTopic($"new {row}", row)).RunAsync([1, 2, 3]).OrderBy(static item => item.Index).ToListAsync();

        Assert.That(items.Select(static item => item.Output),
            Is.EqualTo(new[] { new LongTopic("1", null), new LongTopic("2", null), new LongTopic("new 3", 3) }));
    }

    [Test]
    public async Task Sets_whose_order_is_another_one_in_each_process_are_returned()
    {
        string[][] outputs = [.. new[] { 1, -1 }.Select(static sign => Enumerable.Range(0, 20).Select(number => $"{sign * number}").ToArray())];
        await Runner(row => outputs[row - 1]).RunAsync([1, 2]).CountAsync();

        var items = await Runner(static _ => ImmutableHashSet<string>.Empty).RunAsync([1, 2]).OrderBy(static item => item.Index).ToListAsync();

        Assert.That(items.Select(static item => item.Output), Is.EqualTo(outputs).Using<IEnumerable<string>>(static (one, other) =>
            one.Order().SequenceEqual(other.Order())));
        await AssertRefusedAsync(Runner(static _ => ImmutableHashSet<int>.Empty));
    }

    [Test]
    public async Task Rows_without_public_members_are_rejected_before_they_share_a_result()
    {
        var runner = BatchRunner.For<Hidden, int>(static (row, _) => Task.FromResult(row.Number), Options());

        await Assert.ThatAsync(async () => await runner.RunAsync([new Hidden(1), new Hidden(2)]).CountAsync(),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains(nameof(Hidden)));
        var maybe = BatchRunner.For<Maybe, string?>(static (row, _) => Task.FromResult(row.Text), Options());
        Assert.That((await maybe.RunAsync([new Maybe(null), new Maybe("a"), new Maybe(null)]).ToListAsync()).Select(static item => item.Output),
            Is.EquivalentTo(new[] { null, "a", null }));
    }

    [Test]
    public async Task Rows_that_no_request_can_have_are_distinguished_for_delegates()
    {
        double[] rows = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5];
        var calls = 0;
        var runner = BatchRunner.For<double, double>((row, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult(row);
        }, Options());

        for (var run = 0; run < 2; run++)
        {
            Assert.That(await runner.RunAsync(rows).OrderBy(static item => item.Index).Select(static item => item.Output).ToListAsync(), Is.EqualTo(rows));
        }

        Assert.That(calls, Is.EqualTo(rows.Length));
    }

    [Test]
    public async Task A_failed_row_is_retried_once_in_a_run_however_often_it_occurs()
    {
        var calls = 0;
        var options = Options();
        (options.RetryFailed, options.MaxConcurrency) = (true, 1);
        var runner = BatchRunner.For<int, int>((_, _) =>
        {
            calls++;
            throw new InvalidDataException("broken");
        }, options);

        for (var run = 1; run <= 3; run++)
        {
            Assert.That(await runner.RunAsync(Enumerable.Repeat(7, 50)).CountAsync(static item => !item.Succeeded), Is.EqualTo(50));
            Assert.That(calls, Is.EqualTo(run));
        }
    }

    private static Task AssertRefusedAsync<T>(BatchRunner<int, T> runner) => Assert.ThatAsync(
        async () => await runner.RunAsync([1, 2]).CountAsync(),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("run.db").And.Message.Contains("Fingerprint"));

    private BatchRunner<int, T> Runner<T>(Func<int, T> call) => BatchRunner.For<int, T>((row, _) => Task.FromResult(call(row)), Options());

    private BatchOptions Options() => new() { JournalPath = _folder.File("run.db"), Fingerprint = "1" };

    private sealed record Topic(string Name);

    private sealed record LongTopic(string Name, int? Length);

    private sealed record Title(string? Text, int Number);

    private sealed class Hidden(int number)
    {
        internal int Number => number;
    }

    private sealed record Maybe([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text);
}
