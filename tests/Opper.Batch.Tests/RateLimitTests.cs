using Microsoft.Extensions.Time.Testing;
using Opper.Benchmarks.Batch;

namespace Opper.Batch.Tests;

/// <summary>Runs against servers that accept 100 calls per second, on a clock that the test advances.</summary>
public sealed class RateLimitTests
{
    private const int PerSecond = 100;

    [TestCase(10, 50, true)]
    [TestCase(100, 50, true)]
    [TestCase(10, 200, true)]
    [TestCase(10, 200, false)]
    [TestCase(100, 20, false)]
    [TestCase(0, 20, false)]
    [TestCase(0, 20, true)]
    [TestCase(0, 200, false)]
    public async Task A_run_uses_the_rate_of_the_server_and_is_rarely_limited(int burst, int latency, bool statesRetryAfter)
    {
        const int Seconds = 10;
        var clock = new FakeTimeProvider();
        using var server = new LimitingHandler(clock, new RateLimit(PerSecond, burst), TimeSpan.FromMilliseconds(latency), statesRetryAfter);

        await RunAsync(clock, server, Seconds);

        Assert.That(server.Admitted, Is.GreaterThan(0.85 * Seconds * PerSecond));
        // Those in flight when the limit is reached for the first time, and then two in a hundred.
        Assert.That(server.Refused, Is.LessThan(64 + (0.02 * server.Admitted)));
    }

    private static async Task RunAsync(FakeTimeProvider clock, LimitingHandler server, int seconds)
    {
        const int StepsOfSecond = 200;
        using var cancellation = new CancellationTokenSource();
        using var http = new HttpClient(server, disposeHandler: false);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "key", TimeProvider = clock }, http);
        var options = new BatchOptions { TimeProvider = clock, DrainTimeout = TimeSpan.Zero };
        var running = BatchRunner.ForTask<int, string>(opper, "task", options: options).RunAsync(Enumerable.Range(0, int.MaxValue),
            cancellation.Token).CountAsync().AsTask();
        for (var step = 0; step < seconds * StepsOfSecond; step++)
        {
            // What is due at this moment is done before the next one comes.
            do
            {
                await Task.Delay(1);
            }
            while (ThreadPool.PendingWorkItemCount > 0);
            clock.Advance(TimeSpan.FromSeconds(1) / StepsOfSecond);
        }

        await cancellation.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }
}
