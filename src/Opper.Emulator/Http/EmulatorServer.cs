using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Opper.Emulator.Calls;
using Opper.Emulator.Completions;
using Opper.Emulator.Completions.BuiltIn;
using Opper.Emulator.Embeddings;
using Opper.Emulator.Functions;
using Opper.Emulator.Knowledge;
using Opper.Emulator.Models;
using Opper.Emulator.Storage;
using Opper.Emulator.Traces;

namespace Opper.Emulator.Http;

/// <summary>Puts the server together.</summary>
internal static class EmulatorServer
{
    public static WebApplication Build(OpperEmulatorOptions options, IStore store, ScriptedCompletions scripted)
    {
        // Nothing of the host program's settings or environment may leak in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Opper.Emulator" });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        var app = builder.Build();

        app.Use(ErrorMiddleware.InvokeAsync);
        app.Use(new BearerAuthentication(options.ApiKey).InvokeAsync);
        app.UseRouting();
        app.MapGet("/health", () => Wire.Json(new JsonObject
        {
            ["status"] = "ok",
            ["version"] = typeof(EmulatorServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        }));
        MapApi(app, options, store, scripted);
        app.MapFallback("{**path}", IResult (HttpRequest request) =>
            throw ApiException.NotFound($"The emulator does not serve {request.Method} {request.Path}"));
        return app;
    }

    private static void MapApi(WebApplication app, OpperEmulatorOptions options, IStore store, ScriptedCompletions scripted)
    {
        var time = options.TimeProvider;
        var functions = new FunctionStore(store, time);
        var spans = new SpanStore(store, time);
        var knowledge = new KnowledgeStore(store, time);
        var completions = new CompletionPipeline([scripted, new BuiltInCompletions()]);
        var calls = new CallService(completions, spans, time, options.StreamDelay);

        app.MapCalls(functions, calls);
        app.MapFunctions(functions, calls);
        app.MapKnowledge(knowledge, spans, time);
        app.MapSpans(spans);
        app.MapMetrics(spans);
        app.MapTraces(spans);
        app.MapModels();
        app.MapEmbeddings();
    }
}
