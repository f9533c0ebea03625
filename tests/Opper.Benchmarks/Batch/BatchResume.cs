using System.Diagnostics;
using Opper.Batch;

namespace Opper.Benchmarks.Batch;

/// <summary>How long a run takes whose rows are all recorded.</summary>
internal static class BatchResume
{
    private const int Rows = 1_000_000;

    public static async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("opper-batch-");
        var calls = 0;
        var runner = BatchRunner.For<Row, Answer>(
            (row, _) =>
            {
                Interlocked.Increment(ref calls);
                return Task.FromResult(new Answer(row.Text, row.Number * 2));
            },
            new BatchOptions { JournalPath = Path.Combine(folder.FullName, "run.db"), Fingerprint = "1", MaxConcurrency = 1024, Window = 4096 });
        var first = await RunAsync(runner);
        var second = await RunAsync(runner);
        folder.Delete(recursive: true);
        Console.Error.WriteLine($"recorded in {first:0.0} s, {calls} calls");
        BatchBenchmark.Print($"{Rows:N0} recorded rows resume", second, " s", 10);
    }

    private static async Task<double> RunAsync(BatchRunner<Row, Answer> runner)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, Rows).Select(number => new Row(number, $"mail {number}: where is my parcel?"))))
        {
            count += item.Succeeded ? 1 : 0;
        }

        return count == Rows ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"{count} rows succeeded.");
    }

    private sealed record Row(int Number, string Text);

    private sealed record Answer(string Text, int Number);
}
