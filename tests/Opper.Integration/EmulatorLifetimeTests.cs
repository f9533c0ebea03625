using System.Collections.Concurrent;
using Opper.Emulator;

namespace Opper.Integration;

/// <summary>Starting and stopping from synchronous code.</summary>
public sealed class EmulatorLifetimeTests
{
    [Test]
    public void The_emulator_starts_and_stops_under_a_blocked_synchronization_context()
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new NeverRuns());
            try
            {
                var emulator = OpperEmulator.StartAsync().GetAwaiter().GetResult();
                emulator.CreateClient().Models.ListAsync().GetAwaiter().GetResult();
                emulator.DisposeAsync().AsTask().Wait();
            }
            catch (Exception error)
            {
                failure = error;
            }
        })
        { IsBackground = true };
        thread.Start();

        Assert.That(thread.Join(TimeSpan.FromMinutes(1)), Is.True, "It waits for the context that waits for it.");
        Assert.That(failure, Is.Null);
    }

    [Test]
    public async Task The_emulator_can_be_disposed_twice_and_concurrently()
    {
        var emulator = await OpperEmulator.StartAsync();
        var address = emulator.BaseAddress;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await emulator.DisposeAsync())));
        await emulator.DisposeAsync();

        using var http = new HttpClient();
        await Assert.CatchAsync<HttpRequestException>(() => http.GetAsync(address));
    }

    /// <summary>The context of a blocked thread: posted work is never run.</summary>
    private sealed class NeverRuns : SynchronizationContext
    {
        private readonly ConcurrentQueue<SendOrPostCallback> _waiting = new();

        public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue(d);
    }
}
