using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Opper.Emulator.Completions.Upstream;

/// <summary>A client of an OpenAI-compatible server. Its errors become a 502 with the original message, without the API key.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private const int MaxMessageLength = 1000;
    private readonly string? _key;
    private readonly Uri _address;

    // No timeout: the emulator's client has one, and its disconnection cancels the request.
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxResponseDrainSize = 0 }) { Timeout = Timeout.InfiniteTimeSpan };

    public UpstreamClient(Uri address, string? key)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"{nameof(OpperEmulatorOptions.Upstream)} must be an absolute http or https URL, such as "
                + "http://localhost:11434/v1.", nameof(address));
        }

        _address = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/chat/completions" + address.Query);
        _key = string.IsNullOrWhiteSpace(key) ? null : key.Trim();
    }

    public async Task<JsonObject> CompleteAsync(JsonObject chat, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(chat, cancellationToken).ConfigureAwait(false);
        var content = await GuardedAsync(async () =>
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonNode.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return content is JsonObject json ? Refuse(json) ?? json : throw Failure("it returned JSON that is not an object");
    }

    /// <summary>Sends the request and waits for the response headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(JsonObject chat, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Wire.Text(chat), Encoding.UTF8, MediaTypeNames.Application.Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.Authorization = _key is null ? null : new AuthenticationHeaderValue("Bearer", _key);
        var response = await GuardedAsync(() => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)).ConfigureAwait(false);
        var isExpected = chat["stream"] is null || response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.EventStream;
        if (response.IsSuccessStatusCode && isExpected)
        {
            return response;
        }

        using (response)
        {
            throw Failure(response.IsSuccessStatusCode
                ? "it was asked for a stream, but did not return one"
                : $"it returned status {(int)response.StatusCode}: {await WordsAsync(response, cancellationToken).ConfigureAwait(false)}");
        }
    }

    /// <summary>The chunks of a streamed response, as they arrive.</summary>
    public async IAsyncEnumerable<JsonObject> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var parser = SseParser.Create(body, (_, data) => data.SequenceEqual("[DONE]"u8) ? null : JsonNode.Parse(data) as JsonObject);
        var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            var isComplete = false;
            while (await GuardedAsync(async () => await events.MoveNextAsync().ConfigureAwait(false)).ConfigureAwait(false) && events.Current.Data is { } chunk)
            {
                Refuse(chunk);
                isComplete |= (chunk["choices"] as JsonArray ?? []).Any(c => c?["finish_reason"] is not null);
                yield return chunk;
            }

            if (!isComplete)
            {
                throw Failure("its stream ended without a finish reason");
            }
        }
    }

    public ApiException Failure(string what) => ApiException.Injected(StatusCodes.Status502BadGateway, $"The upstream failed: {WithoutKey(what)}");

    public void Dispose() => _http.Dispose();

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw Failure("its response is not JSON");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Failure($"the connection failed: {error.Message}");
        }
    }

    // Some servers report errors with status 200.
    private JsonObject? Refuse(JsonObject body) => body["error"] is { } error ? throw Failure(Words(error)) : null;

    private static string Words(JsonNode error) => Wire.AsString((error as JsonObject)?["message"]) ?? Wire.Text(error);

    private async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await GuardedAsync(() => response.Content.ReadAsStringAsync(cancellationToken)).ConfigureAwait(false);
        var body = Wire.Parsed(text.Trim()) as JsonObject;
        var words = body?["error"] is { } details ? Words(details) : Wire.AsString(body?["detail"] ?? body?["message"]) ?? text;
        return words.Length == 0 ? response.ReasonPhrase ?? "nothing" : words[..Math.Min(words.Length, MaxMessageLength)];
    }

    private string WithoutKey(string text) => _key is null ? text : text.Replace(_key, "***", StringComparison.Ordinal);
}
