using System.Diagnostics;
using Opper.Batch;

namespace Opper.Benchmarks.Batch;

/// <summary>The most memory that the process has while many rows stream through a run, in the order of the inputs.</summary>
internal static class BatchMemory
{
    private const int Rows = 10_000_000;

    public static async Task MeasureAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var runner = BatchRunner.For<int, string>((row, _) => Task.FromResult($"{row}"), new BatchOptions { Order = BatchOrder.Input });
        var next = 0;
        long most = 0;
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, Rows)))
        {
            if (item.Index != next++)
            {
                throw new InvalidOperationException($"{item.Index} came where {next - 1} was due.");
            }

            most = next % 100_000 == 0 ? Math.Max(most, Environment.WorkingSet) : most;
        }

        Console.Error.WriteLine($"{next} rows in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        BatchBenchmark.Print($"{Rows:N0} rows through a run, working set of the process", most / 1e6, " MB", 150);
    }
}
