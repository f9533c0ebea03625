using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Opper.Batch.Tests.Support;

/// <summary>An API that doubles numbers, and counts how often it was asked for each.</summary>
internal sealed class CountingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;
    private int _cost;

    private CountingServer(WebApplication app) => _app = app;

    public ConcurrentDictionary<int, int> Calls { get; } = new();

    /// <summary>How often each key was used.</summary>
    public ConcurrentDictionary<string, int> Keys { get; } = new();

    public string Address => _app.Urls.First();

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>What each call costs, in ten-thousandths of a dollar.</summary>
    public Func<int, int> Cost { get; set; } = static _ => 1;

    /// <summary>The status for a number that is asked for the n-th time.</summary>
    public Func<int, int, int> Status { get; set; } = static (_, _) => 200;

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What all calls cost, in dollars.</summary>
    public decimal Spent => Volatile.Read(ref _cost) / 10_000m;

    public static async Task<CountingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new CountingServer(builder.Build());
        server._app.MapPost("/v2/call", server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public OpperClient Client() => new("key", new OpperClientOptions { BaseUrl = Address });

    /// <summary>Waits until it was asked so often.</summary>
    public async Task WaitForAsync(int asked, CancellationToken cancellationToken)
    {
        while (Asked < asked)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var input = body.RootElement.GetProperty("input").GetInt32();
        var times = Calls.AddOrUpdate(input, 1, static (_, count) => count + 1);
        Keys.AddOrUpdate(context.Request.Headers.Authorization.ToString(), 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _asked);
        if (Status(input, times) is var status and not 200)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{}");
            return;
        }

        await Task.Delay(Latency);
        var cost = Cost(input);
        Interlocked.Add(ref _cost, cost);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$$"""{"span_id":"{{{Guid.NewGuid()}}}","message":"{{{2 * input}}}","usage":{"input_tokens":3,"output_tokens":4},"cost":"""
            + $$$"""{"total":{{{(cost / 10_000m).ToString(System.Globalization.CultureInfo.InvariantCulture)}}}}}""");
    }
}
