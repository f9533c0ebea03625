using System.Net.Sockets;
using System.Runtime.ExceptionServices;
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

    /// <summary>Spellings that typed responses accept, with members that are unknown, repeated or of another kind in between.</summary>
    [Test]
    public async Task The_observed_usage_is_that_of_the_response([Range(0, 39)] int seed)
    {
        var random = new Random(seed);
        var (input, output, cost) = (random.Next(1000), random.Next(1000), random.Next(1, 1000) / 1000m);
        var usageJson = Members(random, $"\"input_tokens\": {Number(random, input)}", $"\"output_tokens\": {Number(random, output)}",
            "\"input_tokens_details\": {\"cached_tokens\": 1, \"x\": {}}", "\"a\": [{\"input_tokens\": 5}]");
        var costJson = Members(random, $"\"total\": {Spelled(random, FormattableString.Invariant($"{cost}"))}", "\"generation\": 0.5",
            "\"other\": {\"total\": 7}");
        var json = Members(random, $"\"usage\": {usageJson}", $"\"cost\": {costJson}", "\"span_id\": \"s\"", "\"message\": \"{}\"",
            "\"b\": {\"usage\": {\"input_tokens\": 6}, \"cost\": {\"total\": 8}}", "\"c\": [1, null, {}]");
        using var client = TestClient.Answering(json);
        CallResponse? response = null;

        var usage = await ObserveAsync(async () => response = await client.Opper.CallAsync(Request));

        Assert.That((response!.Usage!.InputTokens, response.Usage.OutputTokens, (decimal?)response.Cost!.Total),
            Is.EqualTo(((int?)input, (int?)output, (decimal?)cost)), json);
        Assert.That((usage.InputTokens, usage.OutputTokens, usage.Cost), Is.EqualTo(((long?)input, (long?)output, (decimal?)cost)), json);
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("true")]
    [TestCase("\"much\"")]
    [TestCase("{\"total\": {}}")]
    public async Task A_cost_of_another_kind_is_unknown_and_hides_nothing_else(string cost)
    {
        using var client = TestClient.Answering($$"""{"cost": {{cost}}, "usage": {"input_tokens": [], "output_tokens": 4}, "message": "m", "span_id": "s"}""");

        var usage = await ObserveAsync(() => client.Opper.CallAsync(Request));

        Assert.That((usage.Cost, usage.InputTokens, usage.OutputTokens, usage.IsCostUnknown), Is.EqualTo(((decimal?)null, (long?)null, (long?)4, true)));
    }

    [Test]
    public async Task The_cost_of_a_chat_hides_nothing_in_its_usage()
    {
        using var client = TestClient.Answering("""
            {
              "id": "c", "choices": [], "cost": {"total": 0.25},
              "usage": {"opper": {"cost": {"total": 0.5}, "x": 1}, "prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}, "model": "m"
            }
            """);

        var usage = await ObserveAsync(() => client.Opper.Chat.CompleteAsync("Hi!"));

        Assert.That((usage.Cost, usage.InputTokens, usage.OutputTokens, usage.Model), Is.EqualTo((0.25m, 3L, 4L, "m")));
    }

    [TestCase("""{"input_tokens": 3, "prompt_tokens": 9, "output_tokens": 4, "completion_tokens": 9}""")]
    [TestCase("""{"prompt_tokens": 9, "input_tokens": 3, "completion_tokens": 9, "output_tokens": 4}""")]
    [TestCase("""{"prompt_tokens": 9, "completion_tokens": 9}, "usage": {"input_tokens": 3, "output_tokens": 4}""")]
    [TestCase("""{"input_tokens": 9}, "usage": {"prompt_tokens": 3, "completion_tokens": 4}""")]
    public async Task The_order_of_counts_with_several_names_does_not_matter(string json)
    {
        using var client = TestClient.Answering($$"""{"usage": {{json}}, "message": "m", "span_id": "s"}""");

        var usage = await ObserveAsync(() => client.Opper.CallAsync(Request));

        Assert.That((usage.InputTokens, usage.OutputTokens), Is.EqualTo((3L, 4L)));
    }

    [Test]
    public async Task Null_is_read_without_exceptions()
    {
        using var client = TestClient.Answering("""
            {"usage": {"input_tokens": null, "output_tokens": 4}, "cost": {"total": null}, "message": "m", "span_id": "s"}
            """);
        var (isObserved, exceptions) = (new AsyncLocal<bool>(), 0);
        EventHandler<FirstChanceExceptionEventArgs> count = (_, _) => exceptions += isObserved.Value ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += count;
        try
        {
            isObserved.Value = true;
            Assert.That((await ObserveAsync(() => client.Opper.CallAsync(Request))).OutputTokens, Is.EqualTo(4));
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= count;
        }

        Assert.That(exceptions, Is.Zero);
    }

    [Test]
    public async Task A_name_with_half_of_a_character_hides_no_cost()
    {
        using var client = TestClient.Answering("""
            {"usage": {"input_tokens": 3, "\ud800": 1}, "\udc00": {}, "cost": {"tot\ud800": 7, "total": 0.25}, "message": "m", "span_id": "\ud800"}
            """);

        var usage = await ObserveAsync(() => client.Opper.CallAsync(Request));

        Assert.That((usage.InputTokens, usage.Cost), Is.EqualTo((3L, 0.25m)));
    }

    private static string Members(Random random, params string[] members)
    {
        random.Shuffle(members);
        return "{" + string.Join(", ", members) + "}";
    }

    private static string Number(Random random, int value) =>
        Spelled(random, random.Next(3) switch { 0 => $"{value}.0", 1 => $"{value}e0", _ => $"{value}" });

    private static string Spelled(Random random, string number) => random.Next(2) == 0 ? number : $"\"{number}\"";

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
