using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Opper.Transport;

/// <summary>Executes all operations: builds the request, sends it with retries, reads the response, and converts failures.</summary>
internal sealed class OpperPipeline
{
    private readonly OpperClientOptions _options;
    private readonly HttpClient _http;
    private readonly IPipelineSteps _steps;
    private readonly Uri _baseAddress;
    private readonly HttpMessageInvoker? _ownSender;
    private readonly ConcurrentDictionary<OpperOperation, Uri> _fixedUris = new();
    private readonly string _authorization;
    private readonly string _userAgent;
    private readonly Func<CallState, Task<TransportResponse>> _attempt;

    /// <param name="options">A private copy, which must not be changed.</param>
    /// <param name="http">The connection pool, which is disposed by its owner.</param>
    /// <param name="steps">Routing, telemetry and tracing.</param>
    public OpperPipeline(OpperClientOptions options, HttpClient http, IPipelineSteps steps)
    {
        _steps = steps;
        _options = options;
        _http = http;
        _baseAddress = options.ResolveBaseUrl();
        _ownSender = SharedHttpClient.SenderOf(http);
        _authorization = "Bearer " + options.ResolveApiKey();
        _userAgent = UserAgent.Create(options.ApplicationName);
        _attempt = AttemptAsync;
        Logger = options.LoggerFactory?.CreateLogger(PipelineLog.Category) ?? NullLogger.Instance;
    }

    public OpperClientOptions Options => _options;

    public HttpClient Http => _http;

    /// <summary>The client if another owner may dispose it; <see langword="null"/> for the shared one.</summary>
    public HttpClient? ApplicationHttpClient => _ownSender is null ? _http : null;

    public ILogger Logger { get; }

    public Uri BaseAddress => _baseAddress;

    public bool EscapeSlashInNames => _options.EscapeSlashInNames;

    public OpperRequest Route(OpperRequest request, RequestOptions? options) => _steps.Route(this, request, options);

    public async Task<T> SendAsync<T>(OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        request = Route(request, options);
        using var response = await ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        return ResponseReader.Read<T>(response, request);
    }

    public async Task SendAsync(OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        using var response = await ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<OpperResponse<T>> SendRawAsync<T>(OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        request = Route(request, options);
        using var response = await ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        var value = ResponseReader.Read<T>(response, request);
        return new OpperResponse<T>(value, response.StatusCode, response.CopyHeaders(), response.RequestId, response.Attempts, response.Received.ToArray());
    }

    public async Task<OpperResponse> SendRawAsync(OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        using var response = await ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        return new OpperResponse(response.StatusCode, response.CopyHeaders(), response.RequestId, response.Attempts, response.Body.ToArray());
    }

    /// <summary>Runs the attempts. The response of a streaming operation is returned open.</summary>
    public Task<TransportResponse> ExecuteAsync(OpperRequest request, RequestOptions? options, CancellationToken cancellationToken) =>
        _steps.Measure(this, request, options, cancellationToken) ?? ExecuteUnmeasuredAsync(request, options, cancellationToken);

    internal Task<TransportResponse> ExecuteUnmeasuredAsync(OpperRequest request, RequestOptions? requestOptions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _steps.WaitForParent(request.Body, _options, cancellationToken) is { } parent
            ? ExecuteAfterAsync(parent, request, requestOptions, cancellationToken)
            : AttemptLoop.RunAsync(CreateState(request, requestOptions, cancellationToken), _attempt, cancellationToken);
    }

    private async Task<TransportResponse> ExecuteAfterAsync(Task parent, OpperRequest request, RequestOptions? requestOptions,
        CancellationToken cancellationToken)
    {
        await parent.ConfigureAwait(false);
        return await AttemptLoop.RunAsync(CreateState(request, requestOptions, cancellationToken), _attempt, cancellationToken).ConfigureAwait(false);
    }

    private CallState CreateState(OpperRequest request, RequestOptions? requestOptions, CancellationToken cancellationToken)
    {
        var settings = new CallSettings(_options, requestOptions);
        var body = _steps.AttachParent(request.Body is IWireForm wire ? wire.ToWire() : request.Body, _options);
        var chain = request.Operation.Form is { } form ? new ModelChain(form, body!, _options) : null;
        var formed = chain?.Next();
        var payload = (formed is { } first ? first.Body : body) switch
        {
            null => null,
            RequestPayload own => own,
            var json => new JsonPayload(json, _options.Types),
        };
        var total = new Deadline(_options.TimeProvider, settings.Timeout, cancellationToken, isPrivate: _ownSender is not null);
        return new CallState(request, payload, requestOptions, settings, _options, total, Logger)
        {
            Chain = chain,
            Headers = formed?.Headers,
            ThrowsRateLimits = _steps.ThrowsRateLimits,
        };
    }

    private async Task<TransportResponse> AttemptAsync(CallState state)
    {
        state.Attempts++;
        using var deadline = state.Total.ForPart(state.Settings.AttemptTimeout, isPrivate: _ownSender is not null);
        HttpResponseMessage? response = null;
        PooledBytes? body = null;
        try
        {
            using var message = CreateMessage(state);
            response = await (_ownSender?.SendAsync(message, deadline.Token)
                ?? _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token)).ConfigureAwait(false);
#if NET
            if (_ownSender is not null)
            {
                DecodedContent.Replace(response);
            }
#endif
            if (!response.IsSuccessStatusCode)
            {
                throw await ApiErrorReader.ReadAsync(response, state, deadline.Token).ConfigureAwait(false);
            }

            if (state.Request.Operation.Streams && ResponseReader.LooksLikeStream(response.Content?.Headers.ContentType?.MediaType))
            {
                var open = new TransportResponse(response, null, state.Attempts);
                response = null;
                return open;
            }

            body = new PooledBytes();
            if (response.Content?.Headers.ContentLength > _options.MaxResponseBytes
                || !await BodyReader.ReadAsync(response.Content, body, _options.MaxResponseBytes, deadline.Token).ConfigureAwait(false))
            {
                throw ResponseReader.Exceeds(nameof(OpperClientOptions.MaxResponseBytes), response, body, state);
            }

            if (JsonBounds.FindExceeded(body.Span, _options.JsonLimits) is { } setting && Utf8Text.FirstCharacter(body.Span) is '{' or '[')
            {
                throw ResponseReader.Exceeds(setting, response, body, state);
            }

            var whole = new TransportResponse(response, body, state.Attempts);
            (response, body) = (null, null);
            return whole;
        }
        catch (Exception exception) when (ConnectionFailure.Explains(exception))
        {
            var attempt = new Attempt(state, _http, OpperTimeoutKind.Attempt, state.Settings.AttemptTimeout) { Response = response, Body = body };
            throw ConnectionFailure.OfAttempt(exception, attempt, deadline.IsExpired, deadline.Token.IsCancellationRequested);
        }
        finally
        {
            body?.Dispose();
            response?.Dispose();
        }
    }

    private HttpRequestMessage CreateMessage(CallState state)
    {
        var url = state.Request.Url;
        if (state.RequestOptions?.Query is { Count: > 0 } extra)
        {
            url = extra.Aggregate(url, static (text, pair) =>
                text + (text.IndexOf('?') < 0 ? "?" : "&") + Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value));
        }

        var message = new HttpRequestMessage(state.Request.Operation.Method, ToUri(state.Request.Operation, url));
#if NET
        message.Version = _options.HttpVersion;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        if (_ownSender is not null)
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", DecodedContent.Accepted);
        }
#endif
        message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        message.Headers.TryAddWithoutValidation("Accept", state.Request.Operation.Streams ? "text/event-stream" : "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        message.Content = state.Payload?.CreateContent();
        TraceContextHeaders.Add(message);
        if (state.Headers is { } own)
        {
            RequestHeaders.Add(message, own);
        }

        RequestHeaders.Add(message, _options.DefaultHeaders);
        if (state.RequestOptions is { } options)
        {
            RequestHeaders.Add(message, options.Headers);
        }

        return message;
    }

    private Uri ToUri(OpperOperation operation, string url)
    {
        if (!operation.IsFixed(url))
        {
            return new Uri(_baseAddress, url);
        }

        return _fixedUris.TryGetValue(operation, out var known) ? known : _fixedUris.GetOrAdd(operation, new Uri(_baseAddress, url));
    }
}
