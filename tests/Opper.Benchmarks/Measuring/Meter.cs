using System.Diagnostics;

namespace Opper.Benchmarks.Measuring;

/// <summary>Takes the cost of a piece of work to this process: processor time of all its threads, bytes allocated on all of them, time passed.</summary>
internal static class Meter
{
    public static async Task<Measurement> MeasureAsync(Func<Task<int>> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var operations = await work();
        var time = Stopwatch.GetElapsedTime(start);
        var cpuAfter = Environment.CpuUsage.TotalTime;
        return new Measurement
        {
            [Measurement.Time] = time.TotalNanoseconds / operations,
            [Measurement.Cpu] = (cpuAfter - cpu).TotalNanoseconds / operations,
            [Measurement.Bytes] = (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / operations,
        };
    }
}
