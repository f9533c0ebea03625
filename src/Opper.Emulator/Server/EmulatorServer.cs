using System.Reflection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Opper.Emulator.Server;

/// <summary>Builds the server.</summary>
internal static class EmulatorServer
{
    private const int FormOverhead = 4 * 1024 * 1024;

    public static WebApplication Build(OpperEmulatorOptions options, EmulatorState state)
    {
        // An empty builder, so that settings and environment variables of the host program have no effect.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Opper.Emulator" });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Headers of a recorded server may contain non-ASCII characters.
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            // Each body has its own lower limit; this one limits the parts of a form together.
            kestrel.Limits.MaxRequestBodySize = Math.Max(Math.Max(options.Limits.MaxRequestBodyBytes, options.MaxUploadBytes), options.Cassette is null ? 0
                : CassetteWriter.MaxBytes) + (long)FormOverhead;
            kestrel.Listen(options.Address, options.Port);
        });
        var app = builder.Build();

        app.Use(ChatEndpoints.FromOldBaseAsync);
        app.Use(new Recording(state.Log, options.TimeProvider).InvokeAsync);
        app.Use(ErrorMiddleware.InvokeAsync);
        // Authorization is checked before the body is read.
        var access = new LocalAccess(options);
        app.Use(access.InvokeAsync);
        app.Use(new BearerAuthentication(options).InvokeAsync);
        app.Use(new BodyReading(options.Limits).InvokeAsync);
        app.Use(new FaultInjection(state.Faults, options.TimeProvider, app.Lifetime.ApplicationStopping).InvokeAsync);
        if (state.Cassette is { } cassette)
        {
            app.Use(cassette.InvokeAsync);
        }

        app.Use(new RequestValidation(options.Limits).InvokeAsync);
        app.UsePage();
        app.UseRouting();
        app.MapGet("/health", () => Wire.Json(new JsonObject
        {
            ["status"] = "ok",
            ["version"] = typeof(EmulatorServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        }));
        MapApi(app, options, state);
        app.MapCassette(state.Cassette);
        app.MapState(state);
        app.MapInspection(state.Log, app.Lifetime.ApplicationStopping);
        app.MapFaults(state.Faults);
        app.MapPage(options, access);
        app.MapFallback("{**path}", IResult (HttpRequest request) =>
            throw ApiException.NotFound($"The emulator does not serve {request.Method} {request.Path}"));
        return app;
    }

    private static void MapApi(IEndpointRouteBuilder app, OpperEmulatorOptions options, EmulatorState state)
    {
        var store = state.Store;
        var time = options.TimeProvider;
        var functions = new FunctionStore(store, time);
        var datasets = new DatasetStore(store);
        var spans = new SpanStore(store, time);
        var knowledge = new KnowledgeStore(store, time, options.Limits.MaxChunks);
        var files = new FileStore(store, knowledge, time, options.IndexingTime);
        var signer = new UrlSigner(store, time);
        var usage = new UsageStore(store);
        var customModels = new NamedStore(store, StateTables.CustomModels, "Custom model", ["name", "identifier", "extra", "provider", "type"]);
        var aliases = new NamedStore(store, StateTables.ModelAliases, "Model alias", ["name", "fallback_models", "description"]);
        var models = new ModelResolver(customModels, aliases);
        var completions = new CompletionPipeline([.. new ICompletionSource?[] { state.Scripted, state.Upstream,
            new BuiltInCompletions(options.Limits) }.OfType<ICompletionSource>()]);
        var reader = new CallReader(functions, datasets, models);
        var calls = new CallService(store, completions, new CallCache(store, time), spans, usage, options);

        app.MapCalls(functions, reader, calls);
        var chatReader = new ChatReader(models);
        var chats = new ChatService(calls, options);
        var embeddings = new EmbeddingService(models, usage, time, options.Limits.MaxEmbeddingNumbers);
        app.MapChat(chatReader, chats);
        app.MapCompat(new CompatReader(reader, chatReader), chats, new MessageService(chatReader, calls, options), embeddings);
        app.MapFunctions(functions);
        app.MapKnowledge(knowledge, spans, time);
        app.MapFiles(files, signer, options.MaxUploadBytes);
        app.MapStorage(files, signer, options.MaxUploadBytes);
        app.MapSpans(spans, new SpanExamples(spans, functions, datasets));
        app.MapMetrics(spans);
        app.MapTraces(new TraceStore(store), spans);
        app.MapDatasets(datasets);
        app.MapEmbeddings(embeddings);
        app.MapModels(customModels, aliases);
        app.MapRerank(usage, time);
        app.MapOcr(new OcrSource(options.MaxUploadBytes), usage, time);
        app.MapAnalytics(usage, time);
    }
}
