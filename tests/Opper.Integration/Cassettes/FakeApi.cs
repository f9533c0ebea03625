using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Opper.Integration.Cassettes;

/// <summary>The server that is recorded: it responds as configured, and keeps the requests.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RequestDelegate _answer;
    private bool _isStopped;

    private FakeApi(WebApplication app, RequestDelegate answer)
    {
        _app = app;
        _answer = answer;
    }

    public ConcurrentQueue<Received> Requests { get; } = new();

    public Uri Address { get; private set; } = null!;

    public static async Task<FakeApi> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var api = new FakeApi(builder.Build(), answer ?? Numbered());
        api._app.Run(api.TakeAsync);
        await api._app.StartAsync();
        api.Address = new Uri(api._app.Urls.First());
        return api;
    }

    public void Answer(RequestDelegate answer) => _answer = answer;

    /// <summary>Responds with JSON that counts the requests.</summary>
    public static RequestDelegate Numbered()
    {
        var count = 0;
        return context => context.Response.WriteAsJsonAsync(new { number = Interlocked.Increment(ref count) });
    }

    public static RequestDelegate Json(string json) => context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    };

    /// <summary>An event stream that is flushed after each piece.</summary>
    public static RequestDelegate Events(params string[] pieces) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    };

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Requests.Enqueue(new Received(
            $"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}",
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        await _answer(context);
    }

    public sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
