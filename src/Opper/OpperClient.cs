namespace Opper;

/// <summary>
/// The client of the Opper API, with one property per resource. It is immutable and thread-safe; create one instance and reuse it.
/// It does not need to be disposed.
/// </summary>
public partial class OpperClient
{
    private readonly OpperPipeline? _pipeline;

    /// <summary>Creates a client from environment variables: <c>OPPER_API_KEY</c> (or <c>OPPER_HTTP_BEARER</c>) and <c>OPPER_BASE_URL</c>.</summary>
    /// <exception cref="ArgumentException">No API key is set, or the base URL is invalid; the message names the variable.</exception>
    public OpperClient()
        : this(new OpperClientOptions())
    {
    }

    /// <summary>Creates a client with an API key.</summary>
    /// <param name="apiKey">The API key. It takes precedence over <see cref="OpperClientOptions.ApiKey"/>.</param>
    /// <param name="options">The options. They are copied. Default: the default options.</param>
    /// <exception cref="ArgumentException"><paramref name="apiKey"/> is blank, or an option is invalid; the message names it.</exception>
    public OpperClient(string apiKey, OpperClientOptions? options = null)
        : this(WithKey(apiKey, options))
    {
    }

    /// <summary>Creates a client with options.</summary>
    /// <param name="options">The options. They are copied.</param>
    /// <param name="httpClient">The HTTP client to use. It is owned by the caller and not disposed. Default: one shared by all clients.
    /// Its <see cref="HttpClient.Timeout"/> also applies; set it to infinite to use only the timeouts of the options.</param>
    /// <exception cref="ArgumentException">An option is invalid or no API key is set; the message names it.</exception>
    public OpperClient(OpperClientOptions options, HttpClient? httpClient = null)
        : this(CreatePipeline(options, httpClient))
    {
    }

    internal OpperClient(OpperPipeline pipeline) => _pipeline = pipeline;

    /// <summary>Task calls with text or typed results, buffered or streamed.</summary>
    public virtual CallsClient Calls => field ??= new CallsClient(_pipeline!);

    /// <summary>Managed functions and their revisions.</summary>
    public virtual FunctionsClient Functions => field ??= new FunctionsClient(_pipeline!);

    /// <summary>Knowledge bases: documents, files and semantic search.</summary>
    public virtual KnowledgeClient Knowledge => field ??= new KnowledgeClient(_pipeline!);

    /// <summary>Spans, feedback on spans, and dataset examples saved from spans.</summary>
    public virtual SpansClient Spans => field ??= new SpansClient(_pipeline!);

    /// <summary>Span metrics.</summary>
    public virtual SpanMetricsClient SpanMetrics => field ??= new SpanMetricsClient(_pipeline!);

    /// <summary>Traces and their span trees.</summary>
    public virtual TracesClient Traces => field ??= new TracesClient(_pipeline!);

    /// <summary>Datasets: the examples of functions.</summary>
    public virtual DatasetsClient Datasets => field ??= new DatasetsClient(_pipeline!);

    /// <summary>Embeddings.</summary>
    public virtual EmbeddingsClient Embeddings => field ??= new EmbeddingsClient(_pipeline!);

    /// <summary>The available models.</summary>
    public virtual ModelsClient Models => field ??= new ModelsClient(_pipeline!);

    /// <summary>Custom models.</summary>
    public virtual CustomModelsClient CustomModels => field ??= new CustomModelsClient(_pipeline!);

    /// <summary>Model aliases: a name for a list of fallback models.</summary>
    public virtual ModelAliasesClient ModelAliases => field ??= new ModelAliasesClient(_pipeline!);

    /// <summary>Text extraction from images and documents (OCR).</summary>
    public virtual OcrClient Ocr => field ??= new OcrClient(_pipeline!);

    /// <summary>Reranking of documents by relevance.</summary>
    public virtual RerankClient Rerank => field ??= new RerankClient(_pipeline!);

    /// <summary>OpenAI-compatible chat completions.</summary>
    public virtual ChatClient Chat => field ??= new ChatClient(_pipeline!);

    /// <summary>Usage and cost over time.</summary>
    public virtual AnalyticsClient Analytics => field ??= new AnalyticsClient(_pipeline!);

    /// <summary>The base address of the API, with a trailing slash; <see langword="null"/> for a mock.</summary>
    public virtual Uri? BaseAddress => _pipeline?.BaseAddress;

    /// <summary>The logger factory from <see cref="OpperClientOptions.LoggerFactory"/>.</summary>
    public virtual Microsoft.Extensions.Logging.ILoggerFactory? LoggerFactory => _pipeline?.Options.LoggerFactory;

    /// <summary>Creates a client with different options that shares the connections of this one.</summary>
    /// <param name="change">Modifies a copy of the options of this client.</param>
    /// <returns>The new client. This client is not changed.</returns>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public virtual OpperClient WithOptions(Action<OpperClientOptions> change)
    {
        ThrowIf.Null(change);
        var pipeline = _pipeline ?? throw new NotSupportedException("This client was created for mocking and has no connection.");
        var options = pipeline.Options.Clone();
        change(options);
        return new OpperClient(options, pipeline.Http);
    }

    /// <summary>Returns the type name and the base URL, without the API key.</summary>
    /// <returns>The type name and the base URL.</returns>
    public override string ToString() => _pipeline is null ? nameof(OpperClient) : $"{nameof(OpperClient)} ({_pipeline.BaseAddress})";

    private static OpperPipeline CreatePipeline(OpperClientOptions options, HttpClient? httpClient)
    {
        ThrowIf.Null(options);
        var copy = options.Clone();
        copy.Validate();
        return new OpperPipeline(copy, httpClient ?? SharedHttpClient.Instance) { Router = CompatRouter.Route };
    }

    private static OpperClientOptions WithKey(string apiKey, OpperClientOptions? options)
    {
        ThrowIf.Null(apiKey);
        var copy = options?.Clone() ?? new OpperClientOptions();
        copy.ApiKey = apiKey;
        return copy;
    }
}
