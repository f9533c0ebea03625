using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Opper.Integration;

/// <summary>System proxies, and HttpClients that are disposed by their owner.</summary>
[NonParallelizable]
public sealed class HttpClientOwnershipTests
{
    private const string Answer = "{\"span_id\": \"s1\", \"message\": \"Hello\"}";

    private static readonly CallRequest Request = new() { Name = "greet", Input = "Ann" };

    private IWebProxy _before = null!;

    [SetUp]
    public void Keep() => _before = HttpClient.DefaultProxy;

    [TearDown]
    public void Restore() => HttpClient.DefaultProxy = _before;

    [TestCase("127.0.0.1", false)]
    [TestCase("localhost", false)]
    [TestCase("127.0.0.1", true)]
    public async Task Calls_to_loopback_bypass_the_proxy(string host, bool fromServices)
    {
        await using var proxy = new RawServer(connection => connection.SendResponseAsync(200, Answer));
        await using var server = new RawServer(connection => connection.SendResponseAsync(200, Answer));
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
        var services = new ServiceCollection();
        services.AddOpper(options => (options.ApiKey, options.BaseUrl) = ("k", $"http://{host}:{server.Port}"));
        await using var provider = services.BuildServiceProvider();
        var opper = fromServices ? provider.GetRequiredService<OpperClient>()
            : new OpperClient("k", new OpperClientOptions { BaseUrl = $"http://{host}:{server.Port}" });

        await opper.CallAsync(Request);

        Assert.That((proxy.Connections, server.Connections), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Calls_to_other_hosts_still_use_the_proxy()
    {
        var asked = string.Empty;
        await using var proxy = new RawServer(connection =>
        {
            asked = connection.Request;
            return connection.SendResponseAsync(502, "{}");
        });
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");

        await Assert.CatchAsync<OpperException>(
            () => new OpperClient("k", new OpperClientOptions { BaseUrl = "https://opper.example.test", MaxRetries = 0 }).CallAsync(Request));

        Assert.That(asked, Does.StartWith("CONNECT opper.example.test:443").And.Not.Contain("Bearer"));
    }

    [Test]
    public async Task An_HttpClient_disposed_during_a_call_is_reported_and_not_retried()
    {
        var came = new TaskCompletionSource();
        await using var server = new RawServer(connection =>
        {
            came.TrySetResult();
            return connection.StallAsync();
        });
        using var http = new HttpClient();
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}" }, http);
        var call = opper.CallAsync(Request);
        await came.Task;

        http.Dispose();
        var thrown = await Assert.CatchAsync<OpperConnectionException>(() => call);

        Assert.That((thrown!.Attempts, thrown.IsRequestUnsent), Is.EqualTo((1, false)));
        Assert.That(thrown.Message, Does.Contain("disposed"));
    }

    [Test]
    public async Task An_HttpClient_disposed_before_a_call_is_reported_immediately()
    {
        var http = new HttpClient();
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseUrl = "http://127.0.0.1:1" }, http);
        http.Dispose();

        foreach (var act in new Func<Task>[] { () => opper.CallAsync(Request), () => opper.StreamAsync(Request).GetFinalResultAsync() })
        {
            var thrown = await Assert.CatchAsync<OpperConnectionException>(act);
            Assert.That((thrown!.Attempts, thrown.IsRequestUnsent), Is.EqualTo((1, true)));
            Assert.That(thrown.Message, Does.Contain("disposed"));
        }
    }

    [Test]
    public async Task A_timeout_of_the_HttpClient_itself_is_reported_as_a_timeout()
    {
        await using var server = new RawServer(connection => connection.StallAsync());
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", MaxRetries = 0 }, http);

        var thrown = await Assert.CatchAsync<OpperTimeoutException>(() => opper.CallAsync(Request));

        Assert.That((thrown!.Kind, thrown.Timeout), Is.EqualTo((OpperTimeoutKind.Attempt, TimeSpan.FromMilliseconds(100))));
    }

    [Test]
    public async Task An_HttpClient_that_is_disposed_during_a_stream_ends_it()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.SendStreamHeadersAsync();
            await connection.SendChunkAsync("data: {\"delta\": \"Hel\"}\n\n");
            await connection.StallAsync();
        });
        using var http = new HttpClient();
        var opper = new OpperClient(new OpperClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}" }, http);
        await using var events = opper.StreamAsync(Request).GetAsyncEnumerator();
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();

        http.Dispose();

        Assert.That((await Assert.CatchAsync<OpperStreamException>(() => next))!.Message, Does.Contain("disposed"));
    }
}
