using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using CsCheck;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Laws of runs in memory, over generated inputs.</summary>
public sealed class RunTests
{
    [Test]
    public Task Each_input_has_exactly_one_result_in_either_order() => Gen.Select(Gen.Int[0, 300], Gen.Int[1, 40], Gen.Int[1, 20], Gen.Bool,
        Gen.Int[0, 4]).SampleAsync(async (rows, concurrency, window, isOrdered, failEvery) =>
    {
        var runner = BatchRunner.For<int, string>(
            async (row, _) =>
            {
                if (row % 3 != 0)
                {
                    await Task.Yield();
                }

                return failEvery > 0 && row % failEvery == 0 ? throw new InvalidDataException("broken") : $"{row}";
            },
            new BatchOptions { MaxConcurrency = concurrency, Window = window, Order = isOrdered ? BatchOrder.Input : BatchOrder.Completion });

        var items = new List<BatchItem<int, string>>();
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, rows)))
        {
            items.Add(item);
        }

        var indexes = items.Select(item => (int)item.Index).ToList();
        return (isOrdered ? indexes : indexes.Order().ToList()).SequenceEqual(Enumerable.Range(0, rows))
            && items.All(item => item.Input == item.Index && item.Succeeded == (failEvery == 0 || item.Input % failEvery != 0)
                && (item.Succeeded ? item.Output == $"{item.Input}" : item.Error!.Type == typeof(InvalidDataException).FullName));
    }, iter: 200, threads: 2);

    [TestCase(86_400_000)]
    [TestCase(1)]
    public void A_receiver_of_the_progress_that_throws_ends_the_run(int interval)
    {
        var options = new BatchOptions { Progress = new ThrowingProgress(), ProgressInterval = TimeSpan.FromMilliseconds(interval) };
        var runner = BatchRunner.For<int, int>(static async (row, token) =>
        {
            await Task.Delay(100, token);
            return row;
        }, options);

        // The time is that of a run that would never end.
        Assert.That(() => runner.RunAsync([1, 2]).CountAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)), Throws.InvalidOperationException);
    }

    [TestCase(".jsonl")]
    [TestCase(".csv")]
    [TestCase(".parquet")]
    public void A_file_that_cannot_be_written_is_noticed_before_any_row_is_called(string extension)
    {
        using var folder = new TestFolder();
        var calls = 0;
        var runner = BatchRunner.For<int, int>((row, _) => Task.FromResult(row + Interlocked.Increment(ref calls)));

        Assert.That(() => runner.RunAsync([1, 2]).WriteAsync(Path.Combine(folder.File("missing"), "results" + extension)),
            Throws.InstanceOf<DirectoryNotFoundException>());
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task Calls_in_flight_never_exceed_MaxConcurrency()
    {
        var (inFlight, most) = (0, 0);
        var runner = BatchRunner.For<int, int>(
            async (row, token) =>
            {
                var now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                await Task.Delay(1, token);
                Interlocked.Decrement(ref inFlight);
                return row;
            },
            new BatchOptions { MaxConcurrency = 7, InitialConcurrency = 50 });

        await foreach (var _ in runner.RunAsync(Enumerable.Range(0, 200)))
        {
        }

        Assert.That(most, Is.InRange(2, 7));
    }

    [Test]
    public async Task A_paused_run_starts_no_row_until_resumed()
    {
        var pause = new BatchPause();
        pause.Pause();
        var begunInPause = 0;
        var runner = BatchRunner.For<int, int>(
            (row, _) =>
            {
                begunInPause += pause.IsPaused ? 1 : 0;
                pause.Pause();
                return Task.FromResult(row);
            },
            new BatchOptions { MaxConcurrency = 1, Pause = pause });

        var results = runner.RunAsync(Enumerable.Range(0, 5)).GetAsyncEnumerator();
        var rows = 0;
        for (var next = results.MoveNextAsync(); ; next = results.MoveNextAsync())
        {
            await Task.Delay(5);
            pause.Resume();
            if (!await next)
            {
                break;
            }

            rows++;
        }

        Assert.That((rows, begunInPause), Is.EqualTo((5, 0)));
    }

    [Test]
    public void A_paused_run_can_be_cancelled()
    {
        var pause = new BatchPause();
        pause.Pause();
        using var cancellation = new CancellationTokenSource();
        var runner = BatchRunner.For<int, int>((row, _) => Task.FromResult(row), new BatchOptions { Pause = pause });
        var running = runner.RunAsync([1, 2], cancellation.Token).CountAsync();
        cancellation.Cancel();

        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Calls_are_cancelled_after_the_drain_timeout_while_a_callback_of_the_rows_still_runs()
    {
        var (isBegun, wasAborted) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
        using var cancellation = new CancellationTokenSource();
        using var aborted = new ManualResetEventSlim();
        var runner = BatchRunner.For<int, int>(
            async (row, token) =>
            {
                token.Register(aborted.Set);
                isBegun.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return row;
            },
            new BatchOptions { DrainTimeout = TimeSpan.FromMilliseconds(10) });
        var running = runner.RunAsync(RowsAsync(), cancellation.Token).CountAsync();
        await isBegun.Task;
        cancellation.Cancel();

        await Assert.ThatAsync(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await wasAborted.Task, Is.True);

        async IAsyncEnumerable<int> RowsAsync([EnumeratorCancellation] CancellationToken token = default)
        {
            // The time is that of a callback that would wait forever. It stays registered, as the end of the rows may come before it is called.
            token.Register(() => wasAborted.SetResult(aborted.Wait(TimeSpan.FromSeconds(20))));
            yield return 1;
            await Task.Delay(Timeout.Infinite, token);
        }
    }

    [TestCase("opper.batch.rows", true)]
    [TestCase("opper.batch.rows", false)]
    [TestCase("opper.batch.rows_in_flight", true)]
    [TestCase("opper.batch.rows_in_flight", false)]
    public async Task A_listener_of_the_meter_that_throws_ends_the_run(string instrument, bool hasJournal)
    {
        var isOwn = new AsyncLocal<bool> { Value = true };
        using var folder = new TestFolder();
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, listener) =>
            {
                if (published.Name == instrument)
                {
                    listener.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) =>
        {
            if (isOwn.Value && (measurement < 0 || instrument == "opper.batch.rows"))
            {
                throw new FormatException("The listener is broken.");
            }
        });
        listener.Start();
        var runner = BatchRunner.For<int, int>((row, _) => Task.FromResult(row),
            new BatchOptions { JournalPath = hasJournal ? folder.File("run.db") : null, Fingerprint = "1" });

        // The time is that of a run that would never end.
        await Assert.ThatAsync(() => runner.RunAsync(Enumerable.Range(0, 100)).CountAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)),
            Throws.InstanceOf<FormatException>());
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); value > seen; seen = Volatile.Read(ref place))
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }

    private sealed class ThrowingProgress : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => throw new InvalidOperationException("The display is gone.");
    }
}
