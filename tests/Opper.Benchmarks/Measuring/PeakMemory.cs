using System.Globalization;

namespace Opper.Benchmarks.Measuring;

/// <summary>The most memory that this process held while it worked, beyond what it held before, in bytes.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";

    /// <returns>The measurement, or <see langword="null"/> on a system that keeps no resettable peak.</returns>
    public static async Task<double?> MeasureAsync(Func<Task> work)
    {
        if (!File.Exists(Status))
        {
            return null;
        }

        GC.Collect();
        // Linux: 5 sets the peak back to what is held now.
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        var before = Read("VmRSS");
        await work();
        return Read("VmHWM") - before;
    }

    private static double Read(string name)
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
