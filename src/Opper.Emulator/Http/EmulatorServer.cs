using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Opper.Emulator.Analytics;
using Opper.Emulator.Calls;
using Opper.Emulator.Cassettes;
using Opper.Emulator.Chat;
using Opper.Emulator.Completions;
using Opper.Emulator.Completions.BuiltIn;
using Opper.Emulator.Contract;
using Opper.Emulator.Datasets;
using Opper.Emulator.Embeddings;
using Opper.Emulator.Faults;
using Opper.Emulator.Files;
using Opper.Emulator.Functions;
using Opper.Emulator.Inspection;
using Opper.Emulator.Knowledge;
using Opper.Emulator.Models;
using Opper.Emulator.Ocr;
using Opper.Emulator.Rerank;
using Opper.Emulator.Traces;
using Opper.Emulator.WebPage;

namespace Opper.Emulator.Http;

/// <summary>Puts the server together.</summary>
internal static class EmulatorServer
{
    public static WebApplication Build(OpperEmulatorOptions options, EmulatorState state)
    {
        // Nothing of the host program's settings or environment may leak in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Opper.Emulator" });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Headers of a recorded server may hold more than ASCII.
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(options.Address, options.Port);
        });
        var app = builder.Build();

        app.Use(ChatEndpoints.FromOldBaseAsync);
        app.Use(new Recording(state.Log, options.TimeProvider).InvokeAsync);
        app.Use(ErrorMiddleware.InvokeAsync);
        var access = new LocalAccess(options.Address);
        app.Use(access.InvokeAsync);
        app.Use(new FaultInjection(state.Faults, options.TimeProvider, app.Lifetime.ApplicationStopping).InvokeAsync);
        app.Use(new BearerAuthentication(options.ApiKey).InvokeAsync);
        if (state.Cassette is { } cassette)
        {
            app.Use(cassette.InvokeAsync);
        }

        app.Use(RequestValidation.InvokeAsync);
        app.UseRouting();
        app.MapGet("/health", () => Wire.Json(new JsonObject
        {
            ["status"] = "ok",
            ["version"] = typeof(EmulatorServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        }));
        MapApi(app, options, state);
        app.MapCassette(state.Cassette);
        app.MapInspection(state, app.Lifetime.ApplicationStopping);
        app.MapPage(options, access);
        app.MapFallback("{**path}", IResult (HttpRequest request) =>
            throw ApiException.NotFound($"The emulator does not serve {request.Method} {request.Path}"));
        return app;
    }

    private static void MapApi(WebApplication app, OpperEmulatorOptions options, EmulatorState state)
    {
        var store = state.Store;
        var time = options.TimeProvider;
        var functions = new FunctionStore(store, time);
        var datasets = new DatasetStore(store);
        var spans = new SpanStore(store, time);
        var knowledge = new KnowledgeStore(store, time);
        var files = new FileStore(store, knowledge, time, options.IndexingTime);
        var signer = new UrlSigner(store, time);
        var usage = new UsageStore(store);
        var customModels = new NamedStore(store, "custom_models", "Custom model", ["name", "identifier", "extra", "provider", "type"]);
        var aliases = new NamedStore(store, "model_aliases", "Model alias", ["name", "fallback_models", "description"]);
        var models = new ModelResolver(customModels, aliases);
        var completions = new CompletionPipeline(state.Upstream is { } upstream ? [state.Scripted, upstream, new BuiltInCompletions()] : [state.Scripted, new BuiltInCompletions()]);
        var reader = new CallReader(functions, datasets, models);
        var calls = new CallService(completions, new CallCache(store, time), spans, usage, time, options.StreamDelay);

        app.MapCalls(reader, calls);
        app.MapChat(new ChatReader(models), new ChatService(calls, time, options.StreamDelay));
        app.MapFunctions(functions, reader, calls);
        app.MapKnowledge(knowledge, spans, time);
        app.MapFiles(files, signer, options.MaxUploadBytes);
        app.MapStorage(files, signer, options.MaxUploadBytes);
        app.MapSpans(spans, new SpanExamples(spans, functions, datasets));
        app.MapMetrics(spans);
        app.MapTraces(new TraceStore(store, spans), spans);
        app.MapDatasets(datasets);
        app.MapEmbeddings(models, usage, time);
        app.MapModels(customModels, aliases);
        app.MapRerank(usage, time);
        app.MapOcr(new OcrSource(options.MaxUploadBytes), usage, time);
        app.MapAnalytics(usage, time);
    }
}
