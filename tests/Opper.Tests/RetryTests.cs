using Opper.Functions;
using Opper.Knowledge;
using Opper.Tracing;

namespace Opper.Tests;

/// <summary>Which requests are retried, how often, and after which delay.</summary>
public sealed class RetryTests
{
    private const string Answer = """{"span_id": "s1", "message": "Hello"}""";
    private const string Created = """{"id": "f1", "name": "f", "instructions": "x"}""";

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task A_transient_status_is_retried_twice_by_default(int status)
    {
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response("{}", status), () => TestClient.Response("{}", status),
            () => TestClient.Response(Answer));

        var response = await client.Opper.Calls.WithRawResponse.CallAsync(new CallRequest { Name = "n", Input = "text" });

        Assert.That(response.Attempts, Is.EqualTo(3));
        Assert.That(client.Sent.Select(sent => sent.Body), Is.All.EqualTo("""{"name":"n","input":"text"}"""), "each attempt sends the whole body");
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(409)]
    [TestCase(422)]
    [TestCase(501)]
    public async Task Any_other_status_is_not_retried(int status)
    {
        using var client = TestClient.Answering("{}", status);

        var thrown = await Assert.CatchAsync<OpperApiException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.Attempts, Is.EqualTo(1));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_the_last_retry_the_error_has_the_number_of_attempts()
    {
        using var client = TestClient.Answering("{}", 503);

        var thrown = await Assert.CatchAsync<OpperServerException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.Attempts, Is.EqualTo(3));
        Assert.That(thrown.Message, Does.Contain("Attempts: 3"));
    }

    [TestCase(429, 3)]
    [TestCase(503, 3)]
    [TestCase(408, 1)]
    [TestCase(500, 1)]
    [TestCase(502, 1)]
    [TestCase(504, 1)]
    public async Task A_creating_request_is_retried_only_if_it_was_certainly_not_processed(int status, int attempts)
    {
        using var client = TestClient.Answering("{}", status);

        await Assert.CatchAsync<OpperApiException>(() => client.Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "x" }));
        await Assert.CatchAsync<OpperApiException>(() => client.Opper.Spans.CreateAsync(new CreateSpanRequest { Name = "s" }));

        Assert.That(client.Sent, Has.Count.EqualTo(2 * attempts));
    }

    [TestCase("7", 7)]
    [TestCase("0", 0)]
    [TestCase("Thu, 01 Jan 2026 00:00:05 GMT", 5)]
    [TestCase("Thu, 01 Jan 2015 00:00:00 GMT", 0)]
    public async Task Retry_After_is_honored_in_seconds_and_as_a_date(string header, int seconds)
    {
        var time = new ImpatientTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var client = TestClient.AnsweringInTurn(
            options => options.TimeProvider = time,
            () => TestClient.Response("{}", 429, "application/json", ("Retry-After", header)),
            () => TestClient.Response(Answer));

        var response = await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(response.Message, Is.EqualTo("Hello"));
        Assert.That(time.Waits.Sum(wait => wait.TotalSeconds), Is.EqualTo(seconds));
    }

    [Test]
    public async Task A_Retry_After_beyond_the_cap_is_thrown_at_once_with_its_value()
    {
        using var client = TestClient.AnsweringInTurn(null, () => TestClient.Response("{}", 429, "application/json", ("Retry-After", "3600")));

        var thrown = await Assert.CatchAsync<OpperRateLimitException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(thrown.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_retry_delay_beyond_the_timeout_is_not_started()
    {
        using var client = TestClient.AnsweringInTurn(
            options => options.Timeout = TimeSpan.FromSeconds(5),
            () => TestClient.Response("{}", 429, "application/json", ("Retry-After", "30")));

        var thrown = await Assert.CatchAsync<OpperRateLimitException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.Attempts, Is.EqualTo(1));
    }

    [Test]
    public async Task Retry_delays_grow_with_full_jitter_up_to_their_limit()
    {
        var firsts = new List<double>();
        for (var run = 0; run < 60; run++)
        {
            var time = new ImpatientTimeProvider();
            using var client = TestClient.Answering("{}", 500, configure: options =>
            {
                options.TimeProvider = time;
                options.RetryBaseDelay = TimeSpan.FromSeconds(0.5);
                options.MaxRetryDelay = TimeSpan.FromSeconds(1.5);
                options.MaxRetries = 4;
            });

            await Assert.CatchAsync<OpperServerException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" }));

            var waits = time.Waits.Select(wait => wait.TotalSeconds).ToList();
            Assert.That(client.Sent, Has.Count.EqualTo(5));
            if (waits.Count < 4)
            {
                // A delay below a millisecond sets no timer, so it cannot be identified.
                continue;
            }

            foreach (var (wait, bound) in waits.Zip(new[] { 0.5, 1, 1.5, 1.5 }))
            {
                Assert.That(wait, Is.InRange(0, bound));
            }

            firsts.Add(waits[0]);
        }

        Assert.That(firsts.Distinct().Count(), Is.GreaterThan(10), "the waits differ from client to client");
        Assert.That(firsts.Min(), Is.LessThan(0.25), "full jitter reaches down to nothing");
    }

    [Test]
    public async Task A_retry_delay_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var client = TestClient.AnsweringInTurn(null, () =>
        {
            cancellation.CancelAfter(50);
            return TestClient.Response("{}", 429, "application/json", ("Retry-After", "30"));
        });

        await Assert.CatchAsync<OperationCanceledException>(
            () => client.Opper.CallAsync(new CallRequest { Name = "n" }, cancellationToken: cancellation.Token));

        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_single_call_can_have_its_own_number_of_retries()
    {
        using var client = TestClient.Answering("{}", 500);

        await Assert.CatchAsync<OpperServerException>(() => client.Opper.Models.ListAsync(options: new RequestOptions { MaxRetries = 0 }));
        await Assert.CatchAsync<OpperServerException>(() => client.Opper.Models.ListAsync(options: new RequestOptions { MaxRetries = 4 }));

        Assert.That(client.Sent, Has.Count.EqualTo(1 + 5));
    }

    [Test]
    public async Task An_upload_that_cannot_be_rewound_is_sent_once()
    {
        using var client = TestClient.Answering("{}", 503);
        using var stream = new OneWayStream();

        await Assert.CatchAsync<OpperServerException>(
            () => client.Opper.Knowledge.UploadFileAsync("k1", stream, "a.txt", new UploadFileOptions { Route = KnowledgeUploadRoute.Direct }));

        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_upload_that_can_be_rewound_is_sent_again_completely()
    {
        using var client = TestClient.AnsweringInTurn(
            null,
            () => TestClient.Response("{}", 503),
            () => TestClient.Response("""{"id": "x", "key": "a.txt", "original_filename": "a.txt", "document_id": 4711, "metadata": {}}""", 201));
        using var stream = new MemoryStream("hello file"u8.ToArray());

        var file = await client.Opper.Knowledge.UploadFileAsync("k1", stream, "a.txt",
            new UploadFileOptions { Route = KnowledgeUploadRoute.Direct, ChunkSize = 100, Metadata = new { lang = "en" } });

        Assert.That(file.DocumentId, Is.EqualTo(4711));
        Assert.That(client.Sent, Has.Count.EqualTo(2));
        foreach (var sent in client.Sent)
        {
            Assert.That(sent.Body, Does.Contain("hello file").And.Contain("name=\"file\"; filename=\"a.txt\"").And.Contain(
                "name=\"text_processing.chunk_size\"").And.Contain("{\"lang\":\"en\"}"));
        }
    }

    [Test]
    public async Task A_successful_creation_is_sent_once()
    {
        using var client = TestClient.Answering(Created, 201);

        var function = await client.Opper.Functions.CreateAsync(new CreateFunctionRequest { Name = "f", Instructions = "x" });

        Assert.That(function.Id, Is.EqualTo("f1"));
        Assert.That(client.Sent, Has.Count.EqualTo(1));
    }

    private sealed class OneWayStream : MemoryStream
    {
        public OneWayStream()
            : base("data"u8.ToArray())
        {
        }

        public override bool CanSeek => false;
    }

    [TestCase("Retry-After", "0.4", 400)]
    [TestCase("Retry-After", "2.5", 2500)]
    [TestCase("Retry-After", " 3 ", 3000)]
    [TestCase("Retry-After", "3, 60", 3000)]
    [TestCase("Retry-After", "1e1", 10_000)]
    [TestCase("retry-after-ms", "250", 250)]
    [TestCase("retry-after-ms", "250,500", 250)]
    [TestCase("retry-after-ms", "1500", 1500)]
    public async Task A_fractional_Retry_After_is_honored(string name, string value, double milliseconds)
    {
        var time = new ImpatientTimeProvider();
        using var client = TestClient.AnsweringInTurn(
            options => (options.TimeProvider, options.RetryBaseDelay) = (time, TimeSpan.FromSeconds(20)),
            () => TestClient.Response("{}", 429, "application/json", (name, value)),
            () => TestClient.Response(Answer));

        await client.Opper.CallAsync(new CallRequest { Name = "n" });

        Assert.That(time.Waits, Does.Contain(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("Retry-After", "2147483648")]
    [TestCase("Retry-After", "99999999999999999999999999")]
    [TestCase("Retry-After", "4294967296.5")]
    [TestCase("Retry-After", "1e400")]
    [TestCase("retry-after-ms", "99999999999999999999")]
    public async Task A_Retry_After_out_of_range_counts_as_too_long_rather_than_absent(string name, string value)
    {
        using var failing = TestClient.AnsweringInTurn(options => options.MaxRetryAfter = TimeSpan.MaxValue,
            () => TestClient.Response("{}", 429, "application/json", (name, value)));

        var thrown = await Assert.CatchAsync<OpperRateLimitException>(() => failing.Opper.CallAsync(new CallRequest { Name = "n" }));

        Assert.That(thrown!.RetryAfter, Is.GreaterThan(TimeSpan.FromDays(10_000)));
        Assert.That(failing.Sent, Has.Count.EqualTo(1));
    }

    [TestCase("soon")]
    [TestCase("")]
    [TestCase("NaN")]
    public async Task An_invalid_Retry_After_is_ignored(string value)
    {
        using var client = TestClient.AnsweringInTurn(options => options.MaxRetries = 0,
            () => TestClient.Response("{}", 429, "application/json", ("Retry-After", value)));

        Assert.That((await Assert.CatchAsync<OpperRateLimitException>(() => client.Opper.CallAsync(new CallRequest { Name = "n" })))!.RetryAfter, Is.Null);
    }
}
