using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Newtonsoft.Json.Linq;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>What is recorded is not called again.</summary>
public sealed class JournalTests
{
    [Test]
    public Task A_run_interrupted_anywhere_resumes_with_the_remaining_rows() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 60], Gen.Int[1, 8], Gen.Bool).SampleAsync(async (rows, cut, concurrency, isOrdered) =>
    {
        using var folder = new TestFolder();
        var calls = new int[rows];
        var runner = BatchRunner.For<int, int>(
            async (row, _) =>
            {
                Interlocked.Increment(ref calls[row]);
                await Task.Yield();
                return row + 1;
            },
            new BatchOptions
            {
                JournalPath = folder.File("run.db"),
                Fingerprint = "1",
                MaxConcurrency = concurrency,
                Order = isOrdered ? BatchOrder.Input : BatchOrder.Completion,
            });

        var first = new List<long>();
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, rows)))
        {
            first.Add(item.Index);
            if (first.Count > cut)
            {
                break;
            }
        }

        var second = new List<BatchItem<int, int>>();
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, rows)))
        {
            second.Add(item);
        }

        return calls.All(count => count == 1)
            && second.Select(item => item.Index).Order().SequenceEqual(Enumerable.Range(0, rows).Select(row => (long)row))
            && second.All(item => item.Output == item.Input + 1)
            && first.All(index => second.Single(item => item.Index == index).IsReplayed);
    }, iter: 40, threads: 1);

    [Test]
    public async Task Rows_are_found_again_when_there_are_more_than_are_kept_in_memory()
    {
        const int Rows = 150_000;
        using var folder = new TestFolder();
        var calls = 0;
        var runner = BatchRunner.For<int, int>(
            (row, _) => Task.FromResult(row + Math.Sign(Interlocked.Increment(ref calls))),
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1" });
        var inputs = Enumerable.Range(0, 2 * Rows).Select(static row => row % Rows);

        var right = new List<int>();
        for (var run = 0; run < 2; run++)
        {
            right.Add(0);
            await foreach (var item in runner.RunAsync(inputs))
            {
                right[run] += item.Output == item.Input + 1 ? 1 : 0;
            }
        }

        Assert.That(right, Is.All.EqualTo(2 * Rows));
        Assert.That(calls, Is.EqualTo(Rows));
    }

    [Test]
    public async Task Failed_rows_are_dead_letters_until_they_are_retried()
    {
        using var folder = new TestFolder();
        var isBroken = true;
        var calls = 0;
        BatchRunner<string, int> Runner(bool retries) => BatchRunner.For<string, int>(
            (row, _) =>
            {
                calls++;
                return row == "b" && isBroken ? throw new InvalidDataException("no b") : Task.FromResult(row.Length);
            },
            new BatchOptions { Name = "letters", JournalPath = folder.File("run.db"), Fingerprint = "1", RetryFailed = retries, MaxConcurrency = 1 });

        await ReadAsync(Runner(retries: false), ["a", "b", "c"]);
        var replayed = await ReadAsync(Runner(retries: false), ["a", "b", "c"]);

        Assert.That(calls, Is.EqualTo(3));
        Assert.That(replayed.Single(item => !item.Succeeded).Error, Is.EqualTo(new BatchError(typeof(InvalidDataException).FullName!, "no b")));
        var letter = BatchJournal.ReadFailures(folder.File("run.db")).Single();
        Assert.That((letter.Run, letter.Input.GetString(), letter.Error.Message, letter.Attempts), Is.EqualTo(("letters", "b", "no b", 1)));

        isBroken = false;
        var retried = await ReadAsync(Runner(retries: true), ["a", "b", "c"]);

        Assert.That(calls, Is.EqualTo(4));
        Assert.That(retried.All(item => item.Succeeded));
        Assert.That(BatchJournal.ReadFailures(folder.File("run.db")), Is.Empty);
    }

    [Test]
    public async Task A_journal_keeps_results_of_different_prompts_apart()
    {
        await using var server = await CountingServer.StartAsync();
        using var folder = new TestFolder();
        var options = new BatchOptions { JournalPath = folder.File("run.db") };
        foreach (var prompt in new[] { "Double.", "Double it.", "Double.", "Double it." })
        {
            await ReadAsync(BatchRunner.ForTask<int, string>(server.Client(), "double", prompt, options: options), [1, 2, 3]);
        }

        Assert.That(server.Asked, Is.EqualTo(6));
    }

    [Test]
    public async Task Equal_rows_share_a_call()
    {
        using var folder = new TestFolder();
        var calls = 0;
        var runner = BatchRunner.For<int, int>(
            async (row, token) =>
            {
                Interlocked.Increment(ref calls);
                await Task.Delay(1, token);
                return row;
            },
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1" });

        var items = await ReadAsync(runner, Enumerable.Range(0, 500).Select(row => row % 7));

        Assert.That(items.Select(item => item.Index).Order(), Is.EqualTo(Enumerable.Range(0, 500)));
        Assert.That(items.All(item => item.Output == item.Input));
        Assert.That(calls, Is.EqualTo(7));
    }

    [Test]
    public async Task Rows_of_any_JSON_type_are_distinguished()
    {
        using var folder = new TestFolder();
        var options = new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1" };
        var runner = BatchRunner.For<object, string>((row, _) => Task.FromResult($"{row}"), options);
        object[] rows =
        [
            JToken.Parse("""{"a":1}"""), JToken.Parse("""{"a":2}"""), RawJson.Parse("""{"a":3}"""), JsonNode.Parse("""{"a":4}""")!,
            JsonElement.Parse("""{"a":5}"""), new Dictionary<string, object?> { ["a"] = 6 }, 7, "8",
        ];

        Assert.That((await ReadAsync(runner, rows)).Count(item => item.IsReplayed), Is.Zero);
        Assert.That((await ReadAsync(runner, rows)).Select(item => (item.IsReplayed, item.Output)), Is.EquivalentTo(rows.Select(row => (true, $"{row}"))));
    }

    [Test]
    public async Task Results_that_exceed_the_write_ahead_log_are_restored()
    {
        using var folder = new TestFolder();
        var calls = 0;
        var runner = BatchRunner.For<int, string>(
            (row, _) =>
            {
                Interlocked.Increment(ref calls);
                return Task.FromResult($"{row} {new string('x', 256 * 1024)}");
            },
            new BatchOptions { JournalPath = folder.File("run.db"), Fingerprint = "1", MaxConcurrency = 16 });

        foreach (var isReplayed in new[] { false, true })
        {
            var rows = 0;
            await foreach (var item in runner.RunAsync(Enumerable.Range(0, 300)))
            {
                Assert.That((item.IsReplayed, item.Output!.Split(' ')[0], item.Output.Length - item.Output.IndexOf(' ')),
                    Is.EqualTo((isReplayed, $"{item.Input}", (256 * 1024) + 1)));
                rows++;
            }

            Assert.That(rows, Is.EqualTo(300));
        }

        Assert.That(calls, Is.EqualTo(300));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(folder.File("run.db"))!).Select(Path.GetFileName), Is.EqualTo(new[] { "run.db" }));
    }

    [Test]
    public void A_delegate_with_a_journal_requires_a_fingerprint() =>
        Assert.That(() => BatchRunner.For<int, int>((row, _) => Task.FromResult(row), new BatchOptions { JournalPath = "run.db" }),
            Throws.ArgumentException.With.Message.Contains("Fingerprint"));

    private static async Task<List<BatchItem<TIn, TOut>>> ReadAsync<TIn, TOut>(BatchRunner<TIn, TOut> runner, IEnumerable<TIn> rows)
    {
        var items = new List<BatchItem<TIn, TOut>>();
        await foreach (var item in runner.RunAsync(rows))
        {
            items.Add(item);
        }

        return items;
    }
}
