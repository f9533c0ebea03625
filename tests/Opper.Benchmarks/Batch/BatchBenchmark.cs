using System.Globalization;
using Opper.Benchmarks.Measuring;

namespace Opper.Benchmarks.Batch;

/// <summary>What a run of Opper.Batch costs beside what it does: <c>-- batch</c>, or <c>-- batch overhead</c> and so on for one row.</summary>
internal static class BatchBenchmark
{
    private static readonly Dictionary<string, Func<Task>> Rows = new()
    {
        ["overhead"] = BatchOverhead.MeasureAsync,
        ["resume"] = BatchResume.MeasureAsync,
        ["memory"] = BatchMemory.MeasureAsync,
        ["rate"] = BatchRate.MeasureAllAsync,
        ["rate-limits"] = BatchRate.MeasureOtherLimitsAsync,
        ["rate-real"] = BatchRate.MeasureRealAsync,
    };

    public static async Task<int> RunAsync(string[] names)
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine("| row | measured | goal | |\n| --- | ---: | ---: | --- |");
        foreach (var name in names.Length == 0 ? Rows.Keys.Where(static name => name != "rate-real").ToArray() : names)
        {
            await Rows[name]();
        }

        return 0;
    }

    public static void Print(string row, double measured, string unit, double goal, bool isAtLeast = false) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {row} | {measured:0.###}{unit} | {(isAtLeast ? "≥" : "≤")} {goal}{unit} | {(isAtLeast ? measured >= goal : measured <= goal)} |"));
}
