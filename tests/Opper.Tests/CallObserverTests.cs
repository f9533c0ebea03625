using System.Net.Sockets;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>What an observer learns about the cost of calls, which budgets are charged with.</summary>
public sealed class CallObserverTests
{
    private static readonly CallRequest Request = new() { Name = "n" };

    [Test]
    public async Task The_reported_cost_of_a_call_is_known()
    {
        using var client = TestClient.Answering("""{"span_id": "s", "message": "hi", "cost": {"total": 0.25}}""");

        var usage = await ObserveAsync(() => client.Opper.CallAsync(Request));

        Assert.That((usage.Cost, usage.Failure, usage.IsCostUnknown), Is.EqualTo((0.25m, (Exception?)null, false)));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(422)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task A_call_that_the_API_rejected_is_not_charged(int status)
    {
        using var client = TestClient.Answering("{}", status, configure: static options => options.MaxRetries = 0);

        Assert.That((await ObserveAsync(() => client.Opper.CallAsync(Request))).IsCostUnknown, Is.False);
    }

    [TestCase(SocketError.ConnectionRefused, false)]
    [TestCase(SocketError.HostNotFound, false)]
    [TestCase(SocketError.ConnectionReset, true)]
    public async Task A_call_may_be_charged_unless_it_was_certainly_not_sent(SocketError error, bool isUnknown)
    {
        using var client = new TestClient(static options => options.MaxRetries = 0);
        client.Mock.When("*").Throw(new HttpRequestException("No answer.", new SocketException((int)error)));

        Assert.That((await ObserveAsync(() => client.Opper.CallAsync(Request))).IsCostUnknown, Is.EqualTo(isUnknown));
    }

    [Test]
    public async Task A_call_that_the_caller_cancelled_may_be_charged()
    {
        using var cancellation = new CancellationTokenSource();
        using var client = new TestClient();
        client.Mock.When("*").Respond(async () =>
        {
            await cancellation.CancelAsync();
            return await Task.FromCanceled<HttpResponseMessage>(cancellation.Token);
        });

        Assert.That((await ObserveAsync(() => client.Opper.CallAsync(Request, cancellationToken: cancellation.Token))).IsCostUnknown, Is.True);
    }

    [Test]
    public async Task A_truncated_stream_may_be_charged()
    {
        using var client = TestClient.Streaming("data: {\"delta\": \"h\"}\n\ndata: {\"del");

        Assert.That((await ObserveAsync(() => client.Opper.StreamAsync(Request).GetFinalResultAsync())).IsCostUnknown, Is.True);
    }

    [Test]
    public async Task A_response_that_reports_no_cost_is_charged_an_unknown_amount()
    {
        using var client = TestClient.Answering("""
            {"id": "c", "model": "of-the-answer", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}}
            """);

        var usage = await ObserveAsync(() => client.Opper.Chat.CompleteAsync("Hi!", "of-the-request"));

        Assert.That((usage.Cost, usage.IsCostUnknown, usage.Model), Is.EqualTo(((decimal?)null, true, "of-the-request")));
        Assert.That((usage.InputTokens, usage.OutputTokens), Is.EqualTo((3L, 4L)));
    }

    [Test]
    public async Task The_cost_in_the_usage_of_a_chat_is_known()
    {
        using var client = TestClient.Answering("""
            {
              "id": "c", "model": "m", "choices": [],
              "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7, "opper": {"cost": {"total": 0.25}}}
            }
            """);

        var usage = await ObserveAsync(() => client.Opper.Chat.CompleteAsync("Hi!"));

        Assert.That((usage.Cost, usage.IsCostUnknown, usage.Model), Is.EqualTo((0.25m, false, "m")));
    }

    private static async Task<OpperCallUsage> ObserveAsync(Func<Task> call)
    {
        var observer = new Observer();
        using (observer.Observe())
        {
            try
            {
                await call();
            }
            catch (Exception exception) when (exception is OpperException or OperationCanceledException)
            {
                // The usage has it.
            }
        }

        return observer.Usages.Single();
    }

    private sealed class Observer : OpperCallObserver
    {
        public List<OpperCallUsage> Usages { get; } = [];

        protected override void OnEnded(object? state, OpperCallUsage usage) => Usages.Add(usage);
    }
}
