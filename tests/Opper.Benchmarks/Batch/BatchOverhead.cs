using System.Diagnostics;
using System.Globalization;
using Opper.Batch;
using Opper.Benchmarks.Measuring;
using Opper.Benchmarks.Peers;

namespace Opper.Benchmarks.Batch;

/// <summary>A durable run and one without a journal, against <c>Parallel.ForEachAsync</c> over the same typed calls at the same concurrency, with a server that
/// answers at once.</summary>
internal static class BatchOverhead
{
    private const int Concurrency = 64;
    private const int Calls = 100_000;
    private const int Rounds = 5;

    public static async Task MeasureAsync()
    {
        using var server = Child.OfThisProgram("server");
        var opper = new OpperClient(Question.Key, new OpperClientOptions { BaseUrl = new Uri(new Uri(await server.ReadAsync()), "typed").AbsoluteUri });
        var (durable, memory) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var bare = await BareAsync(opper);
            var inMemory = await RunAsync(opper, journal: null);
            var folder = Directory.CreateTempSubdirectory("opper-batch-");
            var recorded = await RunAsync(opper, Path.Combine(folder.FullName, "run.db"));
            folder.Delete(recursive: true);
            if (round >= 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"bare {bare:0.00} s, in memory {inMemory:0.00} s, durable {recorded:0.00} s"));
                durable.Add(recorded / bare);
                memory.Add(inMemory / bare);
            }
        }

        BatchBenchmark.Print($"durable run / bare Parallel.ForEachAsync, median of {Rounds} ({durable.Min():0.00}–{durable.Max():0.00})",
            Figures.Median(durable), "×", 1.3);
        BatchBenchmark.Print($"run in memory / bare Parallel.ForEachAsync, median of {Rounds} ({memory.Min():0.00}–{memory.Max():0.00})",
            Figures.Median(memory), "×", 1.3);
    }

    private static async Task<double> BareAsync(OpperClient opper)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, Calls), new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (row, token) =>
            await opper.CallAsync<Harbour>("harbours", "Describe the harbour.", row, cancellationToken: token));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> RunAsync(OpperClient opper, string? journal)
    {
        var runner = BatchRunner.ForTask<int, Harbour>(opper, "harbours", "Describe the harbour.",
            options: new BatchOptions { MaxConcurrency = Concurrency, InitialConcurrency = Concurrency, JournalPath = journal });
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var item in runner.RunAsync(Enumerable.Range(0, Calls)))
        {
            count += item.Succeeded ? 1 : 0;
        }

        return count == Calls ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new InvalidOperationException($"{count} rows succeeded.");
    }
}
