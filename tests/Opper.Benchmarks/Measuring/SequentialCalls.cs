using System.Diagnostics;

namespace Opper.Benchmarks.Measuring;

/// <summary>Calls one after the other: what each costs the process, and how long half of them take at most.</summary>
internal static class SequentialCalls
{
    private const int Calls = 800;

    public static async Task<Measurement?> MeasureAsync(Func<Task<string>?> call)
    {
        if (call() is not { } first || (await first).Length == 0)
        {
            return null;
        }

        var times = new double[Calls];
        var measurement = await Meter.MeasureAsync(async () =>
        {
            for (var i = 0; i < Calls; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await call()!;
                times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            }

            return Calls;
        });
        measurement[Measurement.Time] = Figures.Median(times);
        return measurement;
    }
}
