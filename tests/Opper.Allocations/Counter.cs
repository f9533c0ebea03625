namespace Opper.Allocations;

/// <summary>Measures the allocations of a delegate on all threads. The number is exact and independent of the speed of the machine.</summary>
internal static class Counter
{
    private const int WarmUps = 60;
    private const int Tries = 5;

    /// <returns>Bytes per operation: the least of a few tries, since the test host allocates now and then too.</returns>
    public static async Task<double> MeasureAsync(int operations, Func<Task> work)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await work();
        }

        var least = double.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / operations);
        }

        TestContext.Out.WriteLine($"{least:#,0.0} bytes");
        return least;
    }
}
