using System.Net;
using System.Net.Http.Headers;

namespace Opper.Differential;

/// <summary>A client that receives the given bytes as the response to every request.</summary>
internal sealed class Wire : HttpMessageHandler
{
    private static readonly AsyncLocal<(ReadOnlyMemory<byte> Body, string MediaType)> Answer = new();
    private static readonly OpperClient Client = new(new OpperClientOptions { ApiKey = "k", BaseUrl = "https://api.example.test", MaxRetries = 0 },
        new HttpClient(new Wire()) { Timeout = Timeout.InfiniteTimeSpan });

    public static OpperClient Answering(ReadOnlyMemory<byte> body, string mediaType = "application/json")
    {
        Answer.Value = (body, mediaType);
        return Client;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (body, mediaType) = Answer.Value;
        return Task.FromResult(new HttpResponseMessage(
            HttpStatusCode.OK) { Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } } });
    }
}
