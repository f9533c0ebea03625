namespace Opper.Benchmarks;

/// <summary>Whether a piece costs the same late in a stream as early: the second half of 20,000 deltas against the first.</summary>
internal static class PartialLinearity
{
    private const int Deltas = 20_000;
    private const int WarmUps = 40;
    private const int Runs = 160;
    private const int Seed = 20_000;
    private const int MaxGarbage = 16 << 20;
    private const double Limit = 1.3;

    // The processor's time of this process: other work on the machine does not count.
    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    /// <returns>0 when the second half costs at most 1.3 times the first, over all runs; otherwise 1.</returns>
    public static async Task<int> RunAsync()
    {
        var chunks = ArticleStream.Create(Deltas);
        using var handler = new ArticleCall(chunks);
        using var http = new HttpClient(handler, disposeHandler: false);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "op-none", BaseUrl = "http://localhost" }, http);
        OpperStream<Article> Call() => opper.StreamAsync<Article>("write", "Write the article.", "things that grow");
        OpperStream<Article> Assembly() => OpperStream.FromChunks<Article>(ArticleStream.PlayAsync(chunks));

        Console.WriteLine($"A typed stream of {Deltas:N0} deltas, {Runs} runs; means of processor time in ms, the collector's included.");
        double[] ratios =
        [
            await MeasureAsync("a call read from its events, the value looked at after each", Call, readsValue: true),
            await MeasureAsync("a call read from its events, the value not looked at", Call, readsValue: false),
            await MeasureAsync("assembly alone, the value looked at after each piece", Assembly, readsValue: true),
            await MeasureAsync("assembly alone, the value not looked at", Assembly, readsValue: false),
        ];
        return ratios.Max() <= Limit ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(string what, Func<OpperStream<Article>> open, bool readsValue)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await RunOnceAsync(open(), readsValue);
        }

        // Each run meets the collector at another point: else its pauses would fall into the same half every time.
        var garbage = new Random(Seed);
        var (first, second, firstPause, secondPause) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < Runs; i++)
        {
            for (var left = garbage.Next(MaxGarbage); left > 0; left -= 1024)
            {
                GC.KeepAlive(new byte[1024]);
            }

            var (start, middle, end) = await RunOnceAsync(open(), readsValue);
            first += middle.Cpu - start.Cpu;
            second += end.Cpu - middle.Cpu;
            firstPause += middle.Pause - start.Pause;
            secondPause += end.Pause - middle.Pause;
        }

        var ratio = second / first;
        Console.WriteLine($"{what}: first half {first.TotalMilliseconds / Runs:0.00} (collector's pauses {firstPause.TotalMilliseconds / Runs:0.00}), second "
            + $"half {second.TotalMilliseconds / Runs:0.00} ({secondPause.TotalMilliseconds / Runs:0.00}), ratio {ratio:0.00} (at most {Limit:0.0})");
        return ratio;
    }

    private static async Task<(Moment Start, Moment Middle, Moment End)> RunOnceAsync(OpperStream<Article> stream, bool readsValue)
    {
        var (start, middle, end) = (default(Moment), default(Moment), default(Moment));
        var (count, seen) = (0, 0);
        await foreach (var partial in stream)
        {
            if (readsValue)
            {
                seen += partial.Value!.Sections.Count;
            }

            switch (++count)
            {
                case 1:
                    start = Moment.Take();
                    break;
                case Deltas / 2:
                    middle = Moment.Take();
                    break;
                case Deltas:
                    end = Moment.Take();
                    break;
                default:
                    break;
            }

            if (count == Deltas)
            {
                break;
            }
        }

        return seen < 0 ? throw new InvalidOperationException("Nothing was seen.") : (start, middle, end);
    }

    private readonly record struct Moment(TimeSpan Cpu, TimeSpan Pause)
    {
        public static Moment Take() => new(Now, GC.GetTotalPauseDuration());
    }
}
