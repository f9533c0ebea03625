using Microsoft.Extensions.Time.Testing;
using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>Runs against a server that takes 100 calls a second, on a clock that the test advances.</summary>
public sealed class RateLimitTests
{
    private const int PerSecond = 100;

    [TestCase(10)]
    [TestCase(100)]
    public async Task A_run_uses_what_the_server_takes_and_is_seldom_refused(int burst)
    {
        var clock = new FakeTimeProvider();
        using var server = new LimitedServer(clock, PerSecond, burst);

        await RunAsync(clock, server, runs: 1, seconds: 30);

        Assert.That(server.Admitted, Is.GreaterThan(0.9 * 30 * PerSecond));
        Assert.That(server.Refused, Is.LessThan(0.03 * server.Admitted));
    }

    [Test]
    public async Task Runs_that_do_not_know_of_each_other_share_the_limit()
    {
        var clock = new FakeTimeProvider();
        using var server = new LimitedServer(clock, PerSecond, PerSecond);

        var shares = await RunAsync(clock, server, runs: 3, seconds: 60);

        Assert.That(server.Admitted, Is.GreaterThan(0.9 * 60 * PerSecond));
        Assert.That(shares.Max(), Is.LessThan(3 * shares.Min()), string.Join(' ', shares));
    }

    private static async Task<int[]> RunAsync(FakeTimeProvider clock, LimitedServer server, int runs, int seconds)
    {
        using var cancellation = new CancellationTokenSource();
        using var http = new HttpClient(server, disposeHandler: false);
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "key", TimeProvider = clock }, http);
        var running = Enumerable.Range(0, runs).Select(async _ =>
        {
            var done = 0;
            try
            {
                await foreach (var item in BatchRunner.ForTask<int, string>(opper, "task", options: new BatchOptions { TimeProvider = clock, DrainTimeout = TimeSpan.Zero }).RunAsync(Enumerable.Range(0, int.MaxValue), cancellation.Token))
                {
                    done += item.Succeeded ? 1 : 0;
                }
            }
            catch (OperationCanceledException)
            {
            }

            return done;
        }).ToList();
        for (var step = 0; step < seconds * 200; step++)
        {
            // What is due at this moment is done before the next one comes.
            do
            {
                await Task.Delay(1);
            }
            while (ThreadPool.PendingWorkItemCount > 0);
            clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        await cancellation.CancelAsync();
        return await Task.WhenAll(running);
    }
}
