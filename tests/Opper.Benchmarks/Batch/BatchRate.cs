using System.Globalization;
using Opper.Batch;

namespace Opper.Benchmarks.Batch;

/// <summary>How much of a server's rate limit a run uses, and how much of what it sends is refused: one run, then three that do not know of each other.
/// The start is part of it.</summary>
internal static class BatchRate
{
    private const int PerSecond = 100;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly int[] Bursts = [1, 10, 100, 0];
    private static readonly int[] Latencies = [2, 20, 200];

    /// <summary>All kinds of servers, on a virtual clock.</summary>
    public static async Task MeasureAllAsync()
    {
        foreach (var runs in new[] { 1, 3 })
        {
            foreach (var (burst, statesRetryAfter) in Bursts.SelectMany(burst => new[] { (burst, true), (burst, false) }))
            {
                foreach (var latency in Latencies)
                {
                    var time = new VirtualTime();
                    await MeasureAsync(time, runs, burst, statesRetryAfter, latency, time.PassAsync);
                }
            }
        }
    }

    /// <summary>Two of them in real time.</summary>
    public static async Task MeasureRealAsync()
    {
        foreach (var (runs, burst, latency) in new[] { (1, 10, 20), (3, 100, 20) })
        {
            await MeasureAsync(TimeProvider.System, runs, burst, statesRetryAfter: true, latency, static duration => Task.Delay(duration));
        }
    }

    private static async Task MeasureAsync(
        TimeProvider time, int runs, int burst, bool statesRetryAfter, int latency, Func<TimeSpan, Task> passAsync)
    {
        using var limit = new LimitingHandler(time, PerSecond, burst, TimeSpan.FromMilliseconds(latency), statesRetryAfter);
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, runs).Select(_ => RunAsync(time, limit, cancellation.Token)).ToArray();
        await passAsync(Duration);
        var (admitted, refusals) = (limit.Admitted, limit.Refused);
        await cancellation.CancelAsync();
        // What is in flight ends by the same clock.
        await passAsync(TimeSpan.FromSeconds(1));
        var shares = await Task.WhenAll(running);
        var server = burst == 0 ? "seconds of the clock" : $"bucket of {burst}";
        var name = $"{runs} run{(runs > 1 ? "s" : null)}, {server}, {latency} ms, {(statesRetryAfter ? "with" : "no")} Retry-After";
        var held = 100 * (admitted - limit.Burst) / (Duration.TotalSeconds * PerSecond);
        var refused = 100.0 * refusals / Math.Max(1, admitted + refusals);
        var ratio = (double)shares.Max() / Math.Max(1, shares.Min());
        var most = runs > 1 ? 3 : 2;
        var isMet = held >= 95 && refused < most && ratio <= 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | held {held:0.0} %, refused {refused:0.00} %, shares {ratio:0.00} | ≥ 95 %, < {most} %, ≤ 2 | {isMet} |"));
    }

    private static async Task<int> RunAsync(TimeProvider time, LimitingHandler limit, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(limit, disposeHandler: false);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "key", TimeProvider = time }, http);
        var done = 0;
        try
        {
            var runner = BatchRunner.ForTask<int, string>(opper, "task", options: new BatchOptions { TimeProvider = time, DrainTimeout = TimeSpan.Zero });
            await foreach (var item in runner.RunAsync(Enumerable.Range(0, int.MaxValue), cancellationToken))
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
