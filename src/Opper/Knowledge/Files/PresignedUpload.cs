namespace Opper.Knowledge;

/// <summary>
/// Sends a file to a presigned URL, without the API key or default headers. By default, only an idle timeout applies,
/// because large files take long.
/// </summary>
internal sealed class PresignedUpload
{
    private readonly OpperPipeline _pipeline;
    private readonly Uri _url;
    private readonly PresignedPayload _payload;
    private readonly IProgress<long>? _progress;

    public PresignedUpload(OpperPipeline pipeline, string? url, PresignedPayload payload, IProgress<long>? progress)
    {
        _pipeline = pipeline;
        _url = Check(url, pipeline.Options.PlainHttpHosts);
        _payload = payload;
        _progress = progress;
    }

    // Default headers of the caller's HttpClient must not be sent to the storage host.
    private HttpClient Http => _pipeline.Http.DefaultRequestHeaders.Any() ? SharedHttpClient.Instance : _pipeline.Http;

    public async Task SendAsync(RequestOptions? requestOptions, CancellationToken cancellationToken)
    {
        var options = _pipeline.Options;
        var settings = new CallSettings(options, requestOptions) with { Timeout = requestOptions?.Timeout ?? Timeout.InfiniteTimeSpan };
        var operation = new OpperOperation("Storage_Send", _payload.IsForm ? HttpMethod.Post : HttpMethod.Put, _url.AbsolutePath) { IsStorage = true };
        var total = new Deadline(options.TimeProvider, settings.Timeout, cancellationToken);
        var state = new CallState(new OpperRequest(operation, _url.AbsolutePath.TrimStart('/')), _payload, requestOptions, settings, options,
            total, _pipeline.Logger);
        using var response = await AttemptLoop.RunAsync(state, AttemptAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TransportResponse> AttemptAsync(CallState state)
    {
        state.Attempts++;
        // AttemptTimeout applies only if it is set for this request.
        var (kind, limit) = state.RequestOptions?.AttemptTimeout is { } attempt
            ? (OpperTimeoutKind.Attempt, attempt)
            : (OpperTimeoutKind.StreamIdle, state.Settings.StreamIdleTimeout);
        using var idle = new IdleTimeout(state.Options.TimeProvider, limit, client: null, state.Total.Token);
        HttpResponseMessage? response = null;
        try
        {
            idle.Start();
            _payload.CancellationToken = idle.Token;
            _payload.OnProgress = sent =>
            {
                if (kind == OpperTimeoutKind.StreamIdle)
                {
                    idle.Start();
                }

                _progress?.Report(sent);
            };
            using var message = new HttpRequestMessage(state.Request.Operation.Method, _url) { Content = _payload.CreateContent() };
            response = await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, idle.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await ApiErrorReader.ReadAsync(response, state, idle.Token).ConfigureAwait(false);
            }

            var uploaded = new TransportResponse(response, null, state.Attempts);
            response = null;
            return uploaded;
        }
        catch (Exception exception) when (ConnectionFailure.Explains(exception))
        {
            var failed = new Attempt(state, Http, kind, limit) { Response = response, Authority = _url.Authority };
            throw ConnectionFailure.OfAttempt(exception, failed, idle.IsExpired, idle.Token.IsCancellationRequested);
        }
        finally
        {
            response?.Dispose();
        }
    }

    // A presigned URL is a secret, so messages contain only its host.
    private static Uri Check(string? text, ICollection<string> plainHttpHosts)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != "https" && url.Scheme != "http"))
        {
            throw new InvalidOperationException("The API returned an upload URL that is not an absolute https URL. The file was not sent.");
        }

        return BaseAddress.IsAllowed(url, plainHttpHosts)
            ? url
            : throw new InvalidOperationException($"The API returned an upload URL on {url.Host} that does not use https. The file was not sent. Unencrypted "
                + $"http is only allowed for loopback addresses and the hosts in {nameof(OpperClientOptions.PlainHttpHosts)}.");
    }
}
