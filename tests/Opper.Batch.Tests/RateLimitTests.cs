using Microsoft.Extensions.Time.Testing;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Runs against a server that takes 100 calls a second, on a clock that the test advances.</summary>
public sealed class RateLimitTests
{
    private const int PerSecond = 100;

    [TestCase(10, 50, true)]
    [TestCase(100, 50, true)]
    [TestCase(10, 200, true)]
    [TestCase(10, 200, false)]
    [TestCase(100, 20, false)]
    public async Task A_run_uses_the_rate_of_the_server_and_is_rarely_limited(int burst, int latency, bool statesRetryAfter)
    {
        var clock = new FakeTimeProvider();
        using var server = new LimitedServer(clock, PerSecond, burst, latency, statesRetryAfter);

        await RunAsync(clock, server, seconds: 15);

        Assert.That(server.Admitted, Is.GreaterThan(0.85 * 15 * PerSecond));
        // What is in flight when the limit is met for the first time, and then two in a hundred.
        Assert.That(server.Refused, Is.LessThan(64 + (0.02 * server.Admitted)));
    }

    private static async Task RunAsync(FakeTimeProvider clock, LimitedServer server, int seconds)
    {
        const int StepsOfSecond = 50;
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
