using System.Diagnostics;

namespace Opper.Benchmarks;

/// <summary>Whether a piece costs the same late in a stream as early: the second half of 20,000 deltas against the first.</summary>
internal static class PartialLinearity
{
    private const int Deltas = 20_000;
    private const int WarmUps = 20;
    private const int Runs = 61;
    private const double Limit = 1.3;

    /// <returns>0 when the second half costs at most 1.3 times the first, in the median; otherwise 1.</returns>
    public static async Task<int> RunAsync()
    {
        var chunks = ArticleStream.Create(Deltas);
        Console.WriteLine($"A typed stream of {Deltas:N0} deltas, {Runs} runs; times in ms.");
        var unread = await MeasureAsync("each piece taken in, the value not looked at", chunks, readsValue: false);
        var read = await MeasureAsync("the value looked at after each piece", chunks, readsValue: true);
        return Math.Max(unread, read) <= Limit ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(string what, IReadOnlyList<StreamChunk> chunks, bool readsValue)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await RunOnceAsync(chunks, readsValue);
        }

        var halves = new List<(double First, double Second)>();
        for (var i = 0; i < Runs; i++)
        {
            halves.Add(await RunOnceAsync(chunks, readsValue));
        }

        var ratio = Median(halves.Select(half => half.Second / half.First));
        Console.WriteLine($"{what}: first half {Median(halves.Select(half => half.First)):0.00}, second half {Median(halves.Select(half => half.Second)):0.00}, ratio {ratio:0.00} (at most {Limit:0.0})");
        return ratio;
    }

    private static async Task<(double First, double Second)> RunOnceAsync(IReadOnlyList<StreamChunk> chunks, bool readsValue)
    {
        var clock = new Stopwatch();
        var first = TimeSpan.Zero;
        var stream = OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(chunks, i =>
        {
            if (i == 0)
            {
                clock.Start();
            }
            else if (i == chunks.Count / 2)
            {
                first = clock.Elapsed;
            }
        }));
        var count = 0;
        var second = TimeSpan.Zero;
        var seen = 0;
        await foreach (var partial in stream)
        {
            if (readsValue && !partial.IsFinal)
            {
                seen += partial.Value!.Sections.Count;
            }

            if (++count == chunks.Count)
            {
                second = clock.Elapsed - first;
                break;
            }
        }

        return seen < 0 ? throw new InvalidOperationException("Nothing was seen.") : (first.TotalMilliseconds, second.TotalMilliseconds);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
