using System.Diagnostics;
using System.Globalization;
using Opper.Batch.Orleans.Tests.Support;
using Opper.Benchmarks.Batch;
using Opper.Benchmarks.Measuring;
using Opper.Benchmarks.Peers;
using Opper.Emulator;

namespace Opper.Benchmarks.Silos;

/// <summary>Rows per second of three silos against one, each a process, with a real Redis. The emulator answers after 200 ms on average, so that waiting for
/// it and not the processor is the limit.</summary>
internal static class SiloBenchmark
{
    private const int Concurrency = 16;
    private const int Rounds = 3;
    private const int Rows = 100_000;

    // If all responses took equally long, the calls of all silos would stay in step, and each wave of 48 would wait for the processor.
    private static readonly int[] Latencies = [160, 180, 200, 220, 240];

    // The runtime recompiles the code of a new process for so long, which takes both cores with three of them.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        Console.WriteLine(Machine.Describe());
        var (one, three, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            one.Add(await MeasureAsync(1));
            three.Add(await MeasureAsync(3));
            ratios.Add(three[^1] / one[^1]);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one silo {one[^1]:0.0} rows/s, three {three[^1]:0.0} rows/s"));
        }

        Console.WriteLine("| row | measured | goal | |\n| --- | ---: | ---: | --- |");
        var most = Concurrency / (Latencies.Average() / 1000);
        BatchBenchmark.Print($"one silo, {Concurrency} calls of {Latencies[0]} to {Latencies[^1]} ms in flight, median of {Rounds} ({Range(one)})",
            Figures.Median(one) / most * 100, " % of what the latency allows", 90, isAtLeast: true);
        BatchBenchmark.Print($"three silos, median of {Rounds} ({Range(three)})", Figures.Median(three) / (3 * most) * 100,
            " % of what the latency allows", 90, isAtLeast: true);
        BatchBenchmark.Print($"three silos / one silo, rows per second, median of {Rounds} "
            + $"({ratios.Min().ToString("0.00", CultureInfo.InvariantCulture)}–{ratios.Max().ToString("0.00", CultureInfo.InvariantCulture)})",
            Figures.Median(ratios), "×", 2.5, isAtLeast: true);
        return Figures.Median(ratios) >= 2.5 ? 0 : 1;
    }

    private static string Range(List<double> values) => string.Create(CultureInfo.InvariantCulture, $"{values.Min():0.0}–{values.Max():0.0} rows/s");

    private static async Task<double> MeasureAsync(int count)
    {
        using var redis = RedisServer.TryStart() ?? throw new InvalidOperationException("No redis-server on PATH: on Debian, apt-get install redis-server.");
        var answered = 0;
        await using var emulator = await OpperEmulator.StartAsync();
        emulator.OnCall("double").Returns(call =>
        {
            Interlocked.Increment(ref answered);
            return "2";
        });
        foreach (var (index, latency) in Latencies.Index())
        {
            emulator.AddFault(new EmulatorFault
            {
                Kind = EmulatorFaultKind.Latency,
                Operation = "Calls_Call",
                Delay = TimeSpan.FromMilliseconds(latency),
                Probability = 1.0 / (Latencies.Length - index),
            });
        }

        var folder = Directory.CreateTempSubdirectory("opper-silos-");
        var silos = new List<Child>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                silos.Add(Child.OfThisProgram("silo", emulator.BaseAddress.AbsoluteUri, emulator.ApiKey, redis.Address, folder.FullName, $"{Rows}",
                    $"{Concurrency}", $"{Rows * 10}"));
                await silos[^1].ReadAsync();
            }

            await Task.Delay(WarmUp);
            var (before, start) = (Volatile.Read(ref answered), Stopwatch.GetTimestamp());
            await Task.Delay(Time);
            return (Volatile.Read(ref answered) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            silos.ForEach(silo => silo.Kill());
            folder.Delete(recursive: true);
        }
    }
}
