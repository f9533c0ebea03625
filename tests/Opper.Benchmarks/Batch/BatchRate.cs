using System.Globalization;
using Opper.Batch;

namespace Opper.Benchmarks.Batch;

/// <summary>How much of a server's rate limit a run uses, and how much of what it sends is refused: one run, then three that do not know of each other.
/// The start is part of it.</summary>
internal static class BatchRate
{
    private const int PerSecond = 100;

    private static readonly int[] Bursts = [1, 10, 100, 0];
    private static readonly int[] Latencies = [2, 20, 200];
    private static readonly bool[] RetryAfter = [true, false];

    /// <summary>All kinds of servers with 100 calls a second, on a virtual clock.</summary>
    public static async Task MeasureAllAsync()
    {
        foreach (var runs in new[] { 1, 3 })
        {
            foreach (var limit in Bursts.Select(burst => new RateLimit(PerSecond, burst)))
            {
                foreach (var (statesRetryAfter, latency) in RetryAfter.SelectMany(states => Latencies.Select(latency => (states, latency))))
                {
                    await MeasureVirtuallyAsync(runs, limit, latency, statesRetryAfter);
                }
            }
        }
    }

    /// <summary>Other limits, on a virtual clock.</summary>
    public static async Task MeasureOtherLimitsAsync()
    {
        var limits = new[] { 10, 30, 500, 1000 }.SelectMany(rate => new[] { 1, rate / 10, rate, 0 }.Distinct().Select(burst => new RateLimit(rate, burst)))
            .Append(new RateLimit(10, 600))
            .Append(new RateLimit(10, 0) { Period = TimeSpan.FromMinutes(1) })
            .Concat(new[] { 10, 100, 0 }.Select(burst => new RateLimit(PerSecond, burst) { PerSecondMeanwhile = 30 }))
            .Concat(new[] { 1000, 10_000 }.Select(burst => new RateLimit(10_000, burst) { TokensOfCall = 100 }));
        foreach (var limit in limits)
        {
            foreach (var statesRetryAfter in RetryAfter)
            {
                await MeasureVirtuallyAsync(1, limit, latency: 20, statesRetryAfter);
            }
        }
    }

    /// <summary>Some of them in real time.</summary>
    public static async Task MeasureRealAsync()
    {
        foreach (var (runs, burst, latency) in new[] { (1, 10, 20), (1, 0, 20), (3, 100, 20) })
        {
            await MeasureAsync(TimeProvider.System, runs, new RateLimit(PerSecond, burst), latency, statesRetryAfter: false,
                static duration => Task.Delay(duration));
        }
    }

    private static Task MeasureVirtuallyAsync(int runs, RateLimit limit, int latency, bool statesRetryAfter)
    {
        var time = new VirtualTime();
        return MeasureAsync(time, runs, limit, latency, statesRetryAfter, time.PassAsync);
    }

    private static async Task MeasureAsync(
        TimeProvider time, int runs, RateLimit limit, int latency, bool statesRetryAfter, Func<TimeSpan, Task> passAsync)
    {
        using var server = new LimitingHandler(time, limit, TimeSpan.FromMilliseconds(latency), statesRetryAfter);
        using var cancellation = new CancellationTokenSource();
        var running = Enumerable.Range(0, runs).Select(_ => RunAsync(time, server, cancellation.Token)).ToArray();
        await passAsync(limit.Duration);
        var (admitted, refusals) = (server.Admitted, server.Refused);
        await cancellation.CancelAsync();
        // What is in flight ends by the same clock.
        await passAsync(TimeSpan.FromSeconds(1));
        var shares = await Task.WhenAll(running);
        var name = $"{runs} run{(runs > 1 ? "s" : null)}, {limit}, {latency} ms, {(statesRetryAfter ? "with" : "no")} Retry-After";
        var held = 100 * (admitted - ((double)limit.Burst / limit.TokensOfCall)) / limit.Calls;
        var refused = 100.0 * refusals / Math.Max(1, admitted + refusals);
        var ratio = (double)shares.Max() / Math.Max(1, shares.Min());
        var isMet = held >= 95 && refused < 2 && ratio <= 2;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | held {held:0.0} %, refused {refused:0.00} %, shares {ratio:0.00} | ≥ 95 %, < 2 %, ≤ 2 | {isMet} |"));
    }

    private static async Task<int> RunAsync(TimeProvider time, LimitingHandler server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(server, disposeHandler: false);
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
