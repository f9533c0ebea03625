using System.Collections.Concurrent;
using System.Net;

namespace Opper.Emulator.Cassettes;

/// <summary>Forwards requests to the upstream and records the responses, each before the client can tell that it is complete.</summary>
internal sealed class CassetteRecorder(CassetteWriter writer, Uri upstream, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a response is still read for the cassette after its client has disconnected.</summary>
    private static readonly TimeSpan AfterClient = TimeSpan.FromSeconds(30);

    /// <summary>How long the emulator waits for such responses when it stops.</summary>
    private static readonly TimeSpan AtStop = TimeSpan.FromSeconds(2);

    private readonly string _origin = upstream.GetLeftPart(UriPartial.Authority);

    // The request paths include the API version already.
    private readonly string _prefix = upstream.AbsolutePath.TrimEnd('/') is var path && path.EndsWith("/v2", StringComparison.Ordinal) ? path[..^3] : path;
    private readonly PresignedUrls _urls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        // The encodings that Kestrel reads and writes headers with.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Forwards a request; continues if the client disconnects.</summary>
    /// <returns>Whether the exchange was recorded.</returns>
    public async Task<bool> ForwardAsync(HttpContext context, CapturedRequest captured, CassetteRequest request)
    {
        var task = RecordAsync(context, captured, request);
        _running.TryAdd(task, true);
        try
        {
            return await task.ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(task, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.CancelAfter(AtStop);
        await Task.WhenAll(_running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task<bool> RecordAsync(HttpContext context, CapturedRequest captured, CassetteRequest request)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var leaving = context.RequestAborted.Register(() => timeout.CancelAfter(AfterClient));
        using var message = Message(captured, request);
        using var response = await SendAsync(message, timeout.Token).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
        var headers = ForwardedHeaders.Of(response);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            var stream = new RecordedStream(context, time);
            await ResponseWriter.BeginAsync(context.Response, (int)response.StatusCode, headers).ConfigureAwait(false);
            var chunks = await stream.CopyAsync(body, timeout.Token).ConfigureAwait(false);
            if (stream.IsTooLong)
            {
                writer.Warn($"A stream of {request.Method} {request.Path} is longer than {CassetteWriter.MaxStreamBytes} bytes and was not recorded.");
                return false;
            }

            await writer.AddAsync(request, Written(response, headers, null, chunks, stream.IsTruncated)).ConfigureAwait(false);
            if (stream.IsTruncated)
            {
                await ResponseWriter.AbortAsync(context).ConfigureAwait(false);
            }

            return true;
        }

        var (content, isCut) = await ReadAsync(body, timeout.Token).ConfigureAwait(false);
        var held = CassetteBody.OfResponse(content, response.Content.Headers.ContentType?.ToString());
        if (held?[CassetteBody.Json] is { } json && response.IsSuccessStatusCode && _urls.Replace(request.Path, json))
        {
            content = CassetteBody.ToBytes(held);
        }

        await writer.AddAsync(request, Written(response, headers, held, null, isCut)).ConfigureAwait(false);
        await ResponseWriter.WriteAsync(context, (int)response.StatusCode, headers, content, isCut).ConfigureAwait(false);
        return true;
    }

    private HttpRequestMessage Message(CapturedRequest captured, CassetteRequest request)
    {
        var address = request.IsForFile
            ? _urls.Find(request.Path)
            : new Uri(_origin + _prefix + captured.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var hasBody = captured.Content.Length > 0 || captured.Request.ContentLength is not null;
        var message = new HttpRequestMessage(new HttpMethod(captured.Request.Method), address);
        message.Content = hasBody ? new ByteArrayContent(_urls.Real(captured.Content, captured.Request)) : null;
        ForwardedHeaders.CopyTo(message, captured.Request);
        return message;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken timeout)
    {
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            var where = message.RequestUri!.GetLeftPart(UriPartial.Authority);
            writer.Warn($"{where} did not respond ({error.HttpRequestError}); nothing was recorded.");
            throw ApiException.Injected(StatusCodes.Status502BadGateway, $"The upstream {where} did not respond: {error.Message}");
        }
    }

    private static async Task<(byte[] Content, bool IsTruncated)> ReadAsync(Stream body, CancellationToken timeout)
    {
        using var buffer = new MemoryStream();
        try
        {
            await BoundedBody.CopyAsync(body, buffer, CassetteWriter.MaxBytes, () => ApiException.Injected(StatusCodes.Status502BadGateway,
                string.Create(CultureInfo.InvariantCulture, $"The response is longer than {CassetteWriter.MaxBytes} bytes, which is the limit of a cassette")),
                timeout).ConfigureAwait(false);
            return (buffer.ToArray(), false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            return (buffer.ToArray(), true);
        }
    }

    private CassetteResponse Written(HttpResponseMessage response, IReadOnlyList<KeyValuePair<string, string>> headers, JsonObject? body,
        IReadOnlyList<JsonObject>? chunks, bool isCut) =>
        writer.Redacted(new CassetteResponse((int)response.StatusCode, CassetteResponse.HeadersOf(headers), body, chunks, isCut), _origin);
}
