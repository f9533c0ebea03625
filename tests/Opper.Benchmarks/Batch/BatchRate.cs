using System.Diagnostics;
using Opper.Batch;

namespace Opper.Benchmarks.Batch;

/// <summary>How much of a server's rate limit a run uses, and how much of what it sends is refused: one process, then three that do not know of each
/// other.</summary>
internal static class BatchRate
{
    private const int PerSecond = 100;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync()
    {
        foreach (var (name, runners, limit) in new (string, int, LimitingHandler)[]
        {
            ("a bucket of 100, filled 100 times a second", 1, new LimitingHandler(PerSecond, burst: PerSecond)),
            ("a bucket of 10, filled 100 times a second", 1, new LimitingHandler(PerSecond, burst: 10)),
            ("100 in each second of the clock", 1, new LimitingHandler(PerSecond, burst: 0)),
            ("a bucket of 100, three runs at once", 3, new LimitingHandler(PerSecond, burst: PerSecond)),
        })
        {
            using var cancellation = new CancellationTokenSource(Time);
            var start = Stopwatch.GetTimestamp();
            var shares = await Task.WhenAll(Enumerable.Range(0, runners).Select(_ => RunAsync(limit, cancellation.Token)));
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            BatchBenchmark.Print($"{name}: held of the limit", 100 * (limit.Admitted - limit.Burst) / (seconds * PerSecond), " %", 95, isAtLeast: true);
            BatchBenchmark.Print($"{name}: refused", 100.0 * limit.Refused / (limit.Admitted + limit.Refused), " %", 2);
            if (runners > 1)
            {
                BatchBenchmark.Print($"{name}: largest share / least", (double)shares.Max() / shares.Min(), "×", 1.5);
            }
        }
    }

    private static async Task<int> RunAsync(LimitingHandler limit, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(limit, disposeHandler: false);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "key" }, http);
        var done = 0;
        try
        {
            await foreach (var item in BatchRunner.ForTask<int, string>(opper, "task").RunAsync(Enumerable.Range(0, int.MaxValue), cancellationToken))
            {
                done += item.Succeeded ? 1 : 0;
            }
        }
        catch (OperationCanceledException)
        {
        }

        return done;
    }
}
