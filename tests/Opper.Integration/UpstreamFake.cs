using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Opper.Integration;

/// <summary>An OpenAI-compatible server whose stream is controlled by the test.</summary>
internal sealed class UpstreamFake : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string?> _pieces = Channel.CreateUnbounded<string?>();

    private UpstreamFake(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First() + "/v1");

    public List<JsonObject> Requests { get; } = [];

    public List<string?> Authorizations { get; } = [];

    /// <summary>The response in place of the stream or the content.</summary>
    public Func<HttpContext, JsonObject, Task>? Answer { get; set; }

    public static async Task<UpstreamFake> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new UpstreamFake(app);
        app.MapPost("/v1/chat/completions", fake.CompleteAsync);
        await app.StartAsync();
        return fake;
    }

    /// <summary>Sends the next part of the stream.</summary>
    public void Say(string piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Ends the stream.</summary>
    public void Finish() => _pieces.Writer.TryWrite(null);

    public async ValueTask DisposeAsync()
    {
        _pieces.Writer.TryComplete();
        await _app.DisposeAsync();
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        Requests.Add(request);
        Authorizations.Add(context.Request.Headers.Authorization);
        if (Answer is not null)
        {
            await Answer(context, request);
            return;
        }

        if ((bool?)request["stream"] != true)
        {
            await _pieces.Reader.WaitToReadAsync(context.RequestAborted);
            _pieces.Reader.TryRead(out var content);
            await context.Response.WriteAsync($$$"""
                {"id": "up-1", "object": "chat.completion", "created": 1, "model": "up-model", "choices": [{"index": 0, "message": {"role": "assistant", "content": {{{JsonValue.Create(content!).ToJsonString()}}}}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}
                """);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await foreach (var piece in _pieces.Reader.ReadAllAsync(context.RequestAborted))
        {
            if (piece is null)
            {
                await SendAsync(context, Chunk("""[{"index": 0, "delta": {}, "finish_reason": "stop"}]"""));
                await SendAsync(context, Chunk("[]", """{"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}"""));
                await SendAsync(context, "[DONE]");
                return;
            }

            await SendAsync(context, Chunk($$$"""[{"index": 0, "delta": {"content": {{{JsonValue.Create(piece).ToJsonString()}}}}, "finish_reason": null}]"""));
        }
    }

    private static string Chunk(string choices, string usage = "null") =>
        $$"""{"id": "up-1", "object": "chat.completion.chunk", "created": 1, "model": "up-model", "choices": {{choices}}, "usage": {{usage}}}""";

    private static async Task SendAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
