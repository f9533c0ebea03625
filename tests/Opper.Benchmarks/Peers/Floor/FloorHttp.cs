using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Benchmarks.Peers.Floor;

/// <summary>
/// The least that a careful programmer sends and reads JSON with: the connection pool without a client around it, bodies read asynchronously with the
/// token into pooled memory, source generation for both directions.
/// </summary>
internal sealed class FloorHttp : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", Question.Key);

    public async Task<TAnswer> PostAsync<TQuestion, TAnswer>(Uri uri, TQuestion question, JsonTypeInfo<TQuestion> asked, JsonTypeInfo<TAnswer> answered,
        CancellationToken cancellationToken)
    {
        using var request = Post(uri, question, asked);
        return await ReadAsync(request, answered, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TAnswer> GetAsync<TAnswer>(Uri uri, JsonTypeInfo<TAnswer> answered, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await ReadAsync(request, answered, cancellationToken).ConfigureAwait(false);
    }

    public HttpRequestMessage Post<T>(Uri uri, T question, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, uri) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, type)) { Headers = { ContentType = Json } } };

    /// <summary>Sends to the headers of a successful answer; its body is not read.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _authorization;
        var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<TAnswer> ReadAsync<TAnswer>(HttpRequestMessage request, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        // One byte more than announced, so that the end is seen without growing.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(response.Content.Headers.ContentLength ?? 4095) + 1);
        try
        {
            var length = 0;
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    Grow(ref buffer);
                }
            }

            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type)!;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
