using Opper.Batch.Tests.Support;

namespace Opper.Batch.Tests;

/// <summary>What a run does where a server refuses, fails, or is left.</summary>
public sealed class PaceTests
{
    [Test]
    public async Task Rate_limited_rows_are_retried_until_they_succeed()
    {
        await using var server = await CountingServer.StartAsync();
        server.Status = static (row, times) => row % 10 == 0 && times < 3 ? 429 : 200;
        var progress = new Reports();
        var items = await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { Progress = progress }).RunAsync(Enumerable.Range(0, 60)).ToListAsync();

        Assert.That(items.Select(item => item.Index).Order(), Is.EqualTo(Enumerable.Range(0, 60)));
        Assert.That(items.All(item => item.Output == $"{2 * item.Input}" && item.Attempts == (item.Input % 10 == 0 ? 3 : 1)));
        Assert.That(server.Asked, Is.EqualTo(60 + 12));
        Assert.That(progress.Last,
            Is.EqualTo(new BatchProgress { Done = 60, Refused = 12, Total = 60, Cost = 0.006m, Tokens = 420 }).Using<BatchProgress>((one, other) =>
            (one.Done, one.Failed, one.Refused, one.Total, one.Cost, one.Tokens) == (other.Done, other.Failed, other.Refused, other.Total,
                other.Cost, other.Tokens)));
    }

    [Test]
    public async Task Rejected_rows_are_retried_forever_with_an_infinite_MaxRefusalTime()
    {
        await using var server = await CountingServer.StartAsync();
        server.Status = static (_, times) => times < 2 ? 429 : 200;

        var items = await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { MaxRefusalTime = Timeout.InfiniteTimeSpan }).RunAsync([1, 2]).ToListAsync();

        Assert.That(items.Select(item => item.Succeeded), Has.All.True);
    }

    [Test]
    public async Task Rows_fail_if_the_server_rate_limits_them_for_too_long()
    {
        await using var server = await CountingServer.StartAsync();
        server.Status = static (_, _) => 429;
        var items = await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { MaxRefusalTime = TimeSpan.FromMilliseconds(200) }).RunAsync([1, 2]).ToListAsync();

        Assert.That(items.Select(item => item.Error?.Type), Has.Exactly(2).EqualTo(typeof(OpperRateLimitException).FullName));
    }

    [Test]
    public async Task An_invalid_key_ends_the_run()
    {
        await using var server = await CountingServer.StartAsync();
        server.Status = static (_, _) => 401;
        var runner = BatchRunner.ForTask<int, string>(server.Client(), "double", options: new BatchOptions { MaxConcurrency = 4 });

        Assert.That(async () => await runner.RunAsync(Enumerable.Range(0, 1000)).CountAsync(), Throws.TypeOf<OpperAuthenticationException>());
        Assert.That(server.Asked, Is.LessThan(20));
    }

    [Test]
    public async Task Failed_rows_are_attempted_up_to_MaxAttempts()
    {
        await using var server = await CountingServer.StartAsync();
        server.Status = static (row, times) => row == 1 || (row == 2 && times == 1) ? 400 : 200;
        var items = await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { MaxAttempts = 3, Order = BatchOrder.Input }).RunAsync([1, 2, 3]).ToListAsync();

        Assert.That(items.Select(item => (item.Succeeded, item.Attempts)), Is.EqualTo(new[] { (false, 3), (true, 2), (true, 1) }));
    }

    [Test]
    public async Task A_cancelled_run_returns_the_rows_in_flight_and_starts_no_more()
    {
        await using var server = await CountingServer.StartAsync();
        server.Latency = TimeSpan.FromMilliseconds(50);
        using var cancellation = new CancellationTokenSource();
        var items = new List<BatchItem<int, string>>();
        async Task RunAsync()
        {
            await foreach (var item in BatchRunner.ForTask<int, string>(server.Client(), "double").RunAsync(Enumerable.Range(0, 1000), cancellation.Token))
            {
                items.Add(item);
                await cancellation.CancelAsync();
            }
        }

        Assert.That(RunAsync, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(items, Has.Count.EqualTo(server.Asked).And.Count.InRange(2, 64));
    }

    [Test]
    public async Task Calls_in_flight_are_cancelled_after_the_drain_timeout()
    {
        using var cancellation = new CancellationTokenSource();
        var runner = BatchRunner.For<int, int>(
            async (_, token) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            new BatchOptions { DrainTimeout = TimeSpan.FromMilliseconds(20) });

        Assert.That(async () => await runner.RunAsync([1, 2, 3], cancellation.Token).CountAsync(), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(0)]
    [TestCase(20)]
    public async Task A_callback_of_a_call_that_throws_when_it_is_cancelled_does_not_end_the_process(int drain)
    {
        using var cancellation = new CancellationTokenSource();
        var options = new BatchOptions { DrainTimeout = TimeSpan.FromMilliseconds(drain) };
        var runner = BatchRunner.For<int, int>(async (row, token) =>
        {
            token.UnsafeRegister(static _ => throw new FormatException("The callback is broken."), null);
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return row;
        }, options);

        await Assert.ThatAsync(async () => await runner.RunAsync(Enumerable.Range(0, 10), cancellation.Token).CountAsync(),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void An_input_that_cannot_be_read_ends_the_run_after_the_earlier_results()
    {
        static IEnumerable<int> Rows()
        {
            yield return 1;
            yield return 2;
            throw new InvalidDataException("line 3");
        }

        var items = new List<int>();
        Assert.That(
            async () =>
            {
                await foreach (var item in BatchRunner.For<int, int>((row, _) => Task.FromResult(row)).RunAsync(Rows()))
                {
                    items.Add(item.Output);
                }
            },
            Throws.TypeOf<InvalidDataException>());
        Assert.That(items, Is.EquivalentTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Rows_are_delayed_by_the_limits_of_tokens_and_requests_per_minute()
    {
        await using var server = await CountingServer.StartAsync();
        var items = await BatchRunner.ForTask<int, string>(server.Client(), "double",
            options: new BatchOptions { RequestsPerMinute = 6000, TokensPerMinute = 100_000 }).RunAsync(Enumerable.Range(0, 150)).ToListAsync();

        Assert.That(items, Has.Count.EqualTo(150));
        Assert.That(items.All(item => item.Succeeded));
    }

    private sealed class Reports : IProgress<BatchProgress>
    {
        public BatchProgress? Last { get; private set; }

        public void Report(BatchProgress value) => Last = value;
    }
}
