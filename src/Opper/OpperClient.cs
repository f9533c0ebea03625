namespace Opper;

/// <summary>
/// The client of the Opper API: one property per resource, and the calls themselves. Immutable and thread-safe; make one and keep it.
/// It holds no resource of its own, so there is nothing to dispose.
/// </summary>
public partial class OpperClient
{
    private readonly OpperPipeline? _pipeline;

    /// <summary>Makes a client from the environment: the key from <c>OPPER_API_KEY</c>, then <c>OPPER_HTTP_BEARER</c>; the base URL from <c>OPPER_BASE_URL</c>.</summary>
    /// <exception cref="ArgumentException">No key is set, or the base URL is not valid; the message names the variable.</exception>
    public OpperClient()
        : this(new OpperClientOptions())
    {
    }

    /// <summary>Makes a client with a key.</summary>
    /// <param name="apiKey">The API key. It wins over <see cref="OpperClientOptions.ApiKey"/>.</param>
    /// <param name="options">Further settings; defaults when left out.</param>
    /// <exception cref="ArgumentException">The key is blank, or a setting is not valid; the message names it.</exception>
    public OpperClient(string apiKey, OpperClientOptions? options = null)
        : this(WithKey(apiKey, options))
    {
    }

    /// <summary>Makes a client of options.</summary>
    /// <param name="options">The settings, of which a copy is taken.</param>
    /// <param name="httpClient">The connection pool to use; it stays the caller's and is never disposed here. Default: one that all clients share.
    /// Its <see cref="HttpClient.Timeout"/> counts too: set it to infinite to leave time limits to the options.</param>
    /// <exception cref="ArgumentException">A setting is not valid, or no key is set; the message names it.</exception>
    public OpperClient(OpperClientOptions options, HttpClient? httpClient = null)
        : this(CreatePipeline(options, httpClient))
    {
    }

    internal OpperClient(OpperPipeline pipeline) => _pipeline = pipeline;

    /// <summary>Task calls: text or typed JSON, whole or streamed.</summary>
    public virtual CallsClient Calls => field ??= new CallsClient(_pipeline!);

    /// <summary>Managed functions and their revisions.</summary>
    public virtual FunctionsClient Functions => field ??= new FunctionsClient(_pipeline!);

    /// <summary>Knowledge bases: documents, files and semantic search.</summary>
    public virtual KnowledgeClient Knowledge => field ??= new KnowledgeClient(_pipeline!);

    /// <summary>Spans, feedback on them, and examples saved from them.</summary>
    public virtual SpansClient Spans => field ??= new SpansClient(_pipeline!);

    /// <summary>Metrics of spans.</summary>
    public virtual SpanMetricsClient SpanMetrics => field ??= new SpanMetricsClient(_pipeline!);

    /// <summary>Traces: the trees that spans make.</summary>
    public virtual TracesClient Traces => field ??= new TracesClient(_pipeline!);

    /// <summary>Datasets of functions: their examples.</summary>
    public virtual DatasetsClient Datasets => field ??= new DatasetsClient(_pipeline!);

    /// <summary>Embeddings.</summary>
    public virtual EmbeddingsClient Embeddings => field ??= new EmbeddingsClient(_pipeline!);

    /// <summary>The models that can be used.</summary>
    public virtual ModelsClient Models => field ??= new ModelsClient(_pipeline!);

    /// <summary>Models of your own.</summary>
    public virtual CustomModelsClient CustomModels => field ??= new CustomModelsClient(_pipeline!);

    /// <summary>Aliases: one name for a list of models to fall back through.</summary>
    public virtual ModelAliasesClient ModelAliases => field ??= new ModelAliasesClient(_pipeline!);

    /// <summary>Text from images and documents.</summary>
    public virtual OcrClient Ocr => field ??= new OcrClient(_pipeline!);

    /// <summary>Ordering documents by relevance.</summary>
    public virtual RerankClient Rerank => field ??= new RerankClient(_pipeline!);

    /// <summary>OpenAI-compatible chat.</summary>
    public virtual ChatClient Chat => field ??= new ChatClient(_pipeline!);

    /// <summary>Usage and cost over time.</summary>
    public virtual AnalyticsClient Analytics => field ??= new AnalyticsClient(_pipeline!);

    /// <summary>The address of the API, with a slash at its end; <see langword="null"/> for a client made for mocking.</summary>
    public virtual Uri? BaseAddress => _pipeline?.BaseAddress;

    /// <summary>Where the client logs: <see cref="OpperClientOptions.LoggerFactory"/>.</summary>
    public virtual Microsoft.Extensions.Logging.ILoggerFactory? LoggerFactory => _pipeline?.Options.LoggerFactory;

    /// <summary>A client with other settings, on the same connections.</summary>
    /// <param name="change">Changes a copy of this client's settings.</param>
    /// <returns>A new client; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">A setting is not valid; the message names it.</exception>
    public virtual OpperClient WithOptions(Action<OpperClientOptions> change)
    {
        ThrowIf.Null(change);
        var pipeline = _pipeline ?? throw new NotSupportedException("This client was made without a connection, for mocking.");
        var options = pipeline.Options.Clone();
        change(options);
        return new OpperClient(options, pipeline.Http);
    }

    /// <summary>Names the type and the base URL: the key never shows.</summary>
    /// <returns>The type's name and the base URL.</returns>
    public override string ToString() => _pipeline is null ? nameof(OpperClient) : $"{nameof(OpperClient)} ({_pipeline.BaseAddress})";

    private static OpperPipeline CreatePipeline(OpperClientOptions options, HttpClient? httpClient)
    {
        ThrowIf.Null(options);
        var copy = options.Clone();
        copy.Validate();
        return new OpperPipeline(copy, httpClient ?? SharedHttpClient.Instance, PipelineSteps.Instance);
    }

    private static OpperClientOptions WithKey(string apiKey, OpperClientOptions? options)
    {
        ThrowIf.Null(apiKey);
        var copy = options?.Clone() ?? new OpperClientOptions();
        copy.ApiKey = apiKey;
        return copy;
    }
}
