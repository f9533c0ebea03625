using System.Diagnostics;
using System.Globalization;
using Opper.Batch;
using Opper.Benchmarks.Measuring;

namespace Opper.Benchmarks.Batch;

/// <summary>The most memory that a process has while many rows stream through a run, in the order of the inputs. It is a process of its own, so that what was
/// measured before does not count.</summary>
internal static class BatchMemory
{
    private const int Rows = 10_000_000;
    private const int RowsOfReport = 1_000_000;

    public static async Task MeasureAsync()
    {
        await MeasureAsync("a run", "rows");
        var folder = Directory.CreateTempSubdirectory("opper-batch-");
        await MeasureAsync("a durable run", "rows", Path.Combine(folder.FullName, "run.db"));
        folder.Delete(recursive: true);
    }

    /// <summary>Runs the rows, and writes the most memory so far after each million.</summary>
    /// <param name="journal">The path of the journal, if there is one.</param>
    public static async Task<int> RunAsync(string? journal)
    {
        var runner = BatchRunner.For<int, string>((row, _) => Task.FromResult($"{row}"),
            new BatchOptions { Order = BatchOrder.Input, JournalPath = journal, Fingerprint = "1" });
        var next = 0;
        long most = 0;
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, Rows)))
        {
            if (item.Index != next++)
            {
                throw new InvalidOperationException($"{item.Index} came where {next - 1} was due.");
            }

            most = next % 100_000 == 0 ? Math.Max(most, Environment.WorkingSet) : most;
            if (next % RowsOfReport == 0)
            {
                Console.WriteLine(most);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var child = Child.OfThisProgram(arguments);
        long most = 0;
        for (var rows = 0; rows < Rows; rows += RowsOfReport)
        {
            most = long.Parse(await child.ReadAsync(), CultureInfo.InvariantCulture);
        }

        Console.Error.WriteLine($"{Rows} rows in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        BatchBenchmark.Print($"{Rows:N0} rows through {name}, working set of the process", most / 1e6, " MB", 150);
    }
}
