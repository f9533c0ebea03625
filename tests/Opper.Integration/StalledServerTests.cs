using System.Diagnostics;

namespace Opper.Integration;

/// <summary>What a client does when the server stalls: measured over raw sockets, with the limits that are documented.</summary>
[NonParallelizable]
public sealed class StalledServerTests
{
    // A busy machine may be late; a client that is late itself is late each time.
    private const int BusyMachineTries = 5;

    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    /// <summary>The first call of a process includes JIT compilation, which is not measured here.</summary>
    [OneTimeSetUp]
    public async Task WarmUpAsync()
    {
        await using var server = new RawServer(connection => connection.SendResponseAsync(200, "{\"span_id\": \"s1\", \"message\": \"Hello\"}"));
        await server.CreateClient().CallAsync(Request);
        await Catch(() => server.CreateClient().StreamAsync(Request).GetFinalResultAsync());
    }

    private static RawServer StalledBody() => new(async connection =>
    {
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"span_id\":");
        await connection.StallAsync();
    });

    [Test, Retry(BusyMachineTries)]
    public async Task A_stalled_body_can_be_cancelled_within_a_second()
    {
        await using var server = StalledBody();
        var opper = server.CreateClient();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        var thrown = await Catch(() => opper.CallAsync(Request, cancellationToken: cancellation.Token));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(thrown, Is.InstanceOf<OperationCanceledException>());
    }

    [Test, Retry(BusyMachineTries)]
    public async Task A_stalled_body_times_out_within_a_second_of_the_attempt_timeout()
    {
        await using var server = StalledBody();
        var opper = server.CreateClient(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        var thrown = await Catch(() => opper.CallAsync(Request));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(thrown, Is.InstanceOf<OpperTimeoutException>());
        Assert.That(((OpperTimeoutException)thrown!).Kind, Is.EqualTo(OpperTimeoutKind.Attempt));
        Assert.That(((OpperTimeoutException)thrown).Timeout, Is.EqualTo(TimeSpan.FromMilliseconds(200)));
        Assert.That(((OpperTimeoutException)thrown).Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Timed_out_attempts_are_retried_until_the_total_timeout()
    {
        await using var server = StalledBody();
        var opper = server.CreateClient(options =>
        {
            options.AttemptTimeout = TimeSpan.FromMilliseconds(100);
            options.Timeout = TimeSpan.FromSeconds(2);
            options.MaxRetries = 50;
        });

        var thrown = await Catch(() => opper.CallAsync(Request));

        Assert.That(thrown, Is.InstanceOf<OpperTimeoutException>());
        Assert.That(((OpperTimeoutException)thrown!).Attempts, Is.GreaterThan(1));
        Assert.That(server.Connections, Is.GreaterThan(1));
    }

    [Test]
    public async Task Headers_that_never_arrive_are_an_attempt_timeout()
    {
        await using var server = new RawServer(connection => connection.StallAsync());
        var opper = server.CreateClient(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(200));

        var thrown = await Catch(() => opper.Models.ListAsync());

        Assert.That(thrown, Is.InstanceOf<OpperTimeoutException>());
        Assert.That(((OpperTimeoutException)thrown!).Kind, Is.EqualTo(OpperTimeoutKind.Attempt));
    }

    [Test]
    public async Task A_silent_stream_is_an_idle_timeout()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.SendChunkAsync("data: {\"delta\": \"Hel\", \"chunk_type\": \"text\"}\n\n");
            await connection.StallAsync();
        });
        var opper = server.CreateClient(options => options.StreamIdleTimeout = TimeSpan.FromSeconds(2));
        var texts = new List<string>();

        var thrown = await Catch(async () =>
        {
            await foreach (var text in opper.StreamTextAsync(Request))
            {
                texts.Add(text);
            }
        });

        Assert.That(texts, Is.EqualTo(new[] { "Hel" }));
        Assert.That(thrown, Is.InstanceOf<OpperTimeoutException>());
        Assert.That(((OpperTimeoutException)thrown!).Kind, Is.EqualTo(OpperTimeoutKind.StreamIdle));
    }

    [Test]
    public async Task A_slow_stream_may_last_longer_than_the_attempt_timeout()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            for (var i = 0; i < 4; i++)
            {
                await Task.Delay(400);
                await connection.SendChunkAsync($"data: {{\"delta\": \"{i}\", \"chunk_type\": \"text\"}}\n\n");
            }

            await connection.SendAsync("0\r\n\r\n");
        });
        var opper = server.CreateClient(options =>
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(1);
            options.Timeout = TimeSpan.FromSeconds(1);
        });

        var result = await opper.StreamAsync(Request).GetFinalResultAsync();

        Assert.That(result.Text, Is.EqualTo("0123"));
    }

    [Test, Retry(BusyMachineTries)]
    public async Task A_stalled_stream_can_be_cancelled_within_a_second()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.StallAsync();
        });
        var opper = server.CreateClient();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();

        var thrown = await Catch(() => opper.StreamAsync(Request, cancellationToken: cancellation.Token).GetFinalResultAsync());

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(thrown, Is.InstanceOf<OperationCanceledException>());
    }

    [Test, Retry(BusyMachineTries)]
    public async Task Abandoning_a_stream_closes_its_connection_within_250_ms()
    {
        var closed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.SendChunkAsync("data: {\"delta\": \"Hel\", \"chunk_type\": \"text\"}\n\n");
            await connection.WaitForCloseAsync();
            closed.TrySetResult(Stopwatch.GetTimestamp());
        });
        var opper = server.CreateClient();

        await foreach (var _ in opper.StreamAsync(Request))
        {
            break;
        }

        var left = Stopwatch.GetTimestamp();
        var seen = await closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(Stopwatch.GetElapsedTime(left, Math.Max(left, seen)), Is.LessThan(TimeSpan.FromMilliseconds(250)));
    }

    private static async Task<Exception?> Catch(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
