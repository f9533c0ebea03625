using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Opper.Tracing;
using RichardSzalay.MockHttp;

namespace Opper.Tests;

/// <summary>What the client logs, and what it never logs.</summary>
public sealed class LogTests
{
    [Test]
    public async Task Calls_retries_and_failures_are_logged_without_content_or_key()
    {
        using var log = new Log();
        using var client = TestClient.AnsweringInTurn(
            options => (options.LoggerFactory, options.MaxRetries) = (log, 1),
            () => TestClient.Response("""{"detail": "secret words"}""", 503),
            () => TestClient.Response("""{"span_id": "s", "message": "secret words"}"""),
            () => TestClient.Response("""{"detail": "secret words"}""", 400));

        await client.Opper.CallAsync(new CallRequest { Name = "n", Input = "secret words" });
        await Assert.CatchAsync<OpperBadRequestException>(() => client.Opper.Functions.ListAsync(name: "secret words"));

        Assert.That(log.Lines.Select(line => (line.Level, line.Id)),
            Is.EqualTo(new[] { (LogLevel.Information, 2), (LogLevel.Debug, 1), (LogLevel.Warning, 3) }));
        Assert.That(log.Lines[0].Text, Does.StartWith("POST /v2/call: attempt 1 failed with 503"));
        Assert.That(log.Lines[1].Text, Does.StartWith("POST /v2/call returned 200 in").And.Contain("attempts: 2"));
        Assert.That(log.Lines[2].Text, Does.StartWith("GET /v2/functions failed with 400"));
        Assert.That(log.Lines.Select(line => line.Text), Has.None.Contain("secret").And.None.Contain(TestClient.Key));
    }

    [Test]
    public async Task A_span_that_could_not_be_recorded_is_logged()
    {
        using var log = new Log();
        using var client = TestClient.Answering("{}", 400, configure: options => options.LoggerFactory = log);

        await client.Opper.Spans.StartAsync("work");

        Assert.That((log.Lines[^1].Level, log.Lines[^1].Id), Is.EqualTo((LogLevel.Warning, 4)));
        Assert.That(log.Lines[^1].Text, Does.StartWith("The start of span"));
    }

    [Test]
    public async Task AddOpper_uses_the_logging_and_the_span_queue_of_the_host()
    {
        using var log = new Log();
        using var mock = new MockHttpMessageHandler();
        mock.When("*").Respond(_ => TestClient.Response("""{"id": "x", "name": "n"}"""));
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(log);
        services.AddSingleton<OpperSpanQueue>();
        services.AddOpper(options => options.ApiKey = "k").ConfigurePrimaryHttpMessageHandler(() => mock);
        await using var provider = services.BuildServiceProvider();

        await using (await provider.GetRequiredService<OpperClient>().Spans.StartAsync("work"))
        {
        }

        await provider.GetRequiredService<OpperSpanQueue>().FlushAsync();

        Assert.That(log.Lines.Where(line => line.Category == "Opper").Select(line => line.Text), Has.Some.StartsWith("POST /v2/spans returned 200"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Only_headers_known_to_be_harmless_are_logged(bool isStricter)
    {
        using var log = new Log();
        using var mock = new MockHttpMessageHandler();
        mock.When("*").Respond(
            _ => TestClient.Response("{}", headers: [("X-Request-Id", "request-7"), ("X-Secret", "secret-answer"), ("Set-Cookie", "secret-cookie")]));
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(log);
        if (isStricter)
        {
            services.ConfigureHttpClientDefaults(builder => builder.RedactLoggedHeaders(["X-Request-Id"]));
        }

        services.AddOpper(options =>
        {
            options.ApiKey = "secret-key";
            options.DefaultHeaders["X-Tenant-Key"] = "secret-tenant";
            options.DefaultHeaders["Cookie"] = "secret-cookie";
        }).ConfigurePrimaryHttpMessageHandler(() => mock);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<OpperClient>().Models.ListAsync();

        var headers = log.Lines.Where(line => line.Level == LogLevel.Trace).Select(line => line.Text).ToList();
        Assert.That(headers, Has.Some.Contain("X-Tenant-Key"));
        Assert.That(headers, Has.None.Contain("secret-"));
        Assert.That(headers.Any(line => line.Contains("request-7", StringComparison.Ordinal)), Is.EqualTo(!isStricter));
    }
}
